// An issuer of registry tokens (distribution's token authentication) on loopback: GET with Basic, POST as OAuth2.
import { createSign, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools/tool.ts';

export interface TokenIssuer {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  readonly certificate: string;
  /** What was asked for: method, scopes, and whether a password came along. */
  readonly requests: readonly {
    readonly method: string;
    readonly scopes: readonly string[];
    readonly authenticated: boolean;
  }[];
  stop(): Promise<void>;
}

export interface Account {
  readonly username: string;
  readonly password: string;
}

export async function startTokenIssuer(account: Account): Promise<TokenIssuer> {
  const { key, certificate } = makeCertificate();
  const requests: { method: string; scopes: readonly string[]; authenticated: boolean }[] = [];
  const names = { service: 'registry.test', issuer: 'issuer.test' };
  const server = createServer((request, response) => {
    void parameters(request).then((query) => {
      const given = credentials(request, query);
      const authenticated = given?.username === account.username && given.password === account.password;
      const scopes = query.getAll('scope').flatMap((scope) => scope.split(' '));
      requests.push({ method: request.method ?? '', scopes, authenticated });
      if (!authenticated) {
        response
          .writeHead(401, { 'content-type': 'application/json' })
          .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
        return;
      }
      const token = sign(key, certificate, { ...names, subject: account.username, scopes });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ token, access_token: token, expires_in: 300 }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  return {
    ...names,
    realm: `http://127.0.0.1:${address.port}/token`,
    certificate,
    requests,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function makeCertificate(): { key: string; certificate: string } {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-issuer-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=issuer.test', '-days', '2', '-nodes'];
    run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', certificate, ...subject]);
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function parameters(request: IncomingMessage): Promise<URLSearchParams> {
  const query = new URL(request.url ?? '/', 'http://issuer').searchParams;
  if (request.method !== 'POST') return query;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function credentials(request: IncomingMessage, query: URLSearchParams): Account | undefined {
  if (query.get('grant_type') === 'password') {
    return { username: query.get('username') ?? '', password: query.get('password') ?? '' };
  }
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return undefined;
  const [username = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { username, password: rest.join(':') };
}

interface Claims {
  readonly service: string;
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: readonly string[];
}

function sign(key: string, certificate: string, claims: Claims): string {
  const der = certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  const now = Math.floor(Date.now() / 1000);
  const access = claims.scopes.map((scope) => {
    const [type = '', name = '', actions = ''] = scope.split(':');
    return { type, name, actions: actions.split(',') };
  });
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = encode({ typ: 'JWT', alg: 'RS256', x5c: [der] });
  const body = encode({
    iss: claims.issuer,
    sub: claims.subject,
    aud: claims.service,
    iat: now,
    nbf: now - 10,
    exp: now + 300,
    jti: randomUUID(),
    access,
  });
  const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key, 'base64url');
  return `${head}.${body}.${signature}`;
}
