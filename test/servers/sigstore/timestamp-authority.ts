// An RFC 3161 authority: `openssl ts` behind HTTP.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../oci/loopback-registry.ts';

export interface TimestampServer {
  readonly url: string;
  /** PEM, the authority's own certificate first. */
  readonly chain: readonly string[];
  close(): Promise<void>;
}

const configuration = (folder: string): string => `
[tsa]
default_tsa = own
[own]
dir = ${folder}
serial = ${folder}/serial
crypto_device = builtin
signer_cert = ${folder}/tsa.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
prompt = no
[name]
CN = seaworthy test timestamping
`;

export async function startTimestampAuthority(): Promise<TimestampServer> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-tsa-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('openssl.cnf'), configuration(folder));
  writeFileSync(at('serial'), '01\n');
  const openssl = (...args: string[]): Buffer =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of ['ca', 'tsa']) {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at(`${name}.key`));
  }
  const config = ['-config', at('openssl.cnf')];
  openssl(
    'req',
    '-x509',
    ...config,
    '-key',
    at('ca.key'),
    '-extensions',
    'ca',
    '-days',
    '30',
    '-out',
    at('ca.pem'),
    '-subj',
    '/O=seaworthy.test/CN=timestamp root',
  );
  openssl(
    'req',
    '-new',
    ...config,
    '-key',
    at('tsa.key'),
    '-out',
    at('tsa.csr'),
    '-subj',
    '/O=seaworthy.test/CN=timestamp authority',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    at('tsa.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    at('openssl.cnf'),
    '-extensions',
    'leaf',
    '-out',
    at('tsa.pem'),
  );
  const server = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    writeFileSync(at('query.tsq'), Buffer.concat(chunks));
    const answer = openssl('ts', '-reply', ...config, '-queryfile', at('query.tsq'));
    response.statusCode = 201;
    response.setHeader('content-type', 'application/timestamp-reply');
    response.end(answer);
  });
  return {
    url: `${server.url}/api/v1/timestamp`,
    chain: ['tsa.pem', 'ca.pem'].map((name) => readFileSync(at(name), 'utf8')),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
