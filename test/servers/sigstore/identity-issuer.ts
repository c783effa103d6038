// An OIDC issuer on loopback: discovery, keys, and tokens as GitHub Actions gets them.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { listen } from '../../oci/loopback-registry.ts';

export interface IdentityIssuer {
  readonly url: string;
  /** What the certificate will name: the workflow. */
  readonly subject: string;
  token(changes?: Readonly<Record<string, unknown>>): string;
  close(): Promise<void>;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startIdentityIssuer(): Promise<IdentityIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('hex').slice(0, 16);
  const server = await listen((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('/openid-configuration') === true) {
      const answer = {
        issuer: server.url,
        jwks_uri: `${server.url}/keys`,
        authorization_endpoint: `${server.url}/authorize`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      };
      return response.end(JSON.stringify(answer));
    }
    if (request.url?.startsWith('/token') === true) return response.end(JSON.stringify({ value: token() }));
    return response.end(JSON.stringify({ keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] }));
  });
  const workflow = 'acme/web/.github/workflows/release.yml@refs/heads/main';
  function token(changes: Readonly<Record<string, unknown>> = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: server.url,
      aud: 'sigstore',
      sub: 'repo:acme/web:ref:refs/heads/main',
      iat: now,
      nbf: now - 5,
      exp: now + 600,
      job_workflow_ref: workflow,
      job_workflow_sha: 'a'.repeat(40),
      workflow_ref: workflow,
      workflow_sha: 'a'.repeat(40),
      sha: 'a'.repeat(40),
      event_name: 'push',
      repository: 'acme/web',
      repository_id: '1',
      repository_owner: 'acme',
      repository_owner_id: '2',
      repository_visibility: 'public',
      workflow: 'release',
      ref: 'refs/heads/main',
      runner_environment: 'github-hosted',
      run_id: '7',
      run_attempt: '1',
      ...changes,
    };
    const text = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  }
  return { url: server.url, subject: `https://github.com/${workflow}`, token, close: server.close };
}
