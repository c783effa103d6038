// One private sigstore on loopback: the real Fulcio and Rekor v2, and an issuer, CT log and TSA of the tests' own.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fulcio } from '../../tools/fulcio.ts';
import { rekor } from '../../tools/rekor.ts';
import { toolPath } from '../../tools/tool.ts';
import { freePort, startServer } from '../processes.ts';
import { startCertificateLog } from './certificate-log.ts';
import { type IdentityIssuer, startIdentityIssuer } from './identity-issuer.ts';
import { startTimestampAuthority } from './timestamp-authority.ts';

export interface PrivateSigstore {
  readonly issuer: IdentityIssuer;
  readonly fulcio: string;
  readonly rekor: string;
  readonly tsa: string;
  /** Files. */
  readonly trustedRoot: string;
  readonly signingConfig: string;
  readonly tsaChain: string;
  readonly fulcioRoot: string;
  readonly certificateLogKey: string;
  /** What the servers printed so far, for failure messages. */
  output(): string;
  stop(): Promise<void>;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const pemBytes = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
/** The log's name in its checkpoints; its real address stands only in the signing configuration. */
const origin = 'rekor.local';

export async function startPrivateSigstore(): Promise<PrivateSigstore> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-sigstore-'));
  const start = new Date(Date.now() - 3_600_000).toISOString();
  const [issuer, log, tsa] = await Promise.all([
    startIdentityIssuer(),
    startCertificateLog(),
    startTimestampAuthority(),
  ]);
  const ports = await Promise.all(Array.from({ length: 6 }, () => freePort()));
  const [fulcioPort = 0, fulcioGrpc = 0, fulcioMetrics = 0, rekorPort = 0, rekorGrpc = 0, rekorMetrics = 0] =
    ports;

  const logKey = join(folder, 'ct.pem');
  writeFileSync(logKey, log.publicKey.export({ format: 'pem', type: 'spki' }));
  const config = join(folder, 'fulcio.yaml');
  // Fulcio takes what begins with a brace for an older format with other names.
  const entry = { IssuerURL: issuer.url, ClientID: 'sigstore', Type: 'github-workflow' };
  writeFileSync(config, JSON.stringify({ OIDCIssuers: { [issuer.url]: entry } }));
  const authority = startServer(
    toolPath(fulcio),
    [
      'serve',
      '--ca=ephemeralca',
      `--config-path=${config}`,
      '--host=127.0.0.1',
      `--port=${fulcioPort}`,
      '--grpc-host=127.0.0.1',
      `--grpc-port=${fulcioGrpc}`,
      `--metrics-port=${fulcioMetrics}`,
      `--ct-log-url=${log.url}`,
      `--ct-log-public-key-path=${logKey}`,
      `--legacy-unix-domain-socket=@seaworthy-${fulcioPort}`,
    ],
    fulcioPort,
  );

  const rekorKey = generateKeyPairSync('ed25519');
  const keyFile = join(folder, 'rekor.pem');
  writeFileSync(keyFile, rekorKey.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  mkdirSync(join(folder, 'log'));
  const transparency = startServer(
    toolPath(rekor),
    [
      'serve',
      `--hostname=${origin}`,
      '--http-address=127.0.0.1',
      `--http-port=${rekorPort}`,
      `--grpc-port=${rekorGrpc}`,
      `--http-metrics-port=${rekorMetrics}`,
      `--storage-dir=${join(folder, 'log')}`,
      `--signer-filepath=${keyFile}`,
      '--checkpoint-interval=500ms',
      '--batch-max-age=50ms',
    ],
    rekorPort,
  );
  const [fulcioServer, rekorServer] = await Promise.all([authority, transparency]);
  const fulcioUrl = `http://127.0.0.1:${fulcioPort}`;
  const bundle = await (await fetch(`${fulcioUrl}/api/v2/trustBundle`)).text();
  const roots: readonly string[] = JSON.parse(bundle).chains[0].certificates;

  const rekorSpki = rekorKey.publicKey.export({ format: 'der', type: 'spki' });
  const raw = rekorSpki.subarray(-32);
  const rekorId = createHash('sha256').update(`${origin}\n`).update(Buffer.of(1)).update(raw).digest();
  const ctSpki = log.publicKey.export({ format: 'der', type: 'spki' });
  const root = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      {
        baseUrl: `https://${origin}`,
        hashAlgorithm: 'SHA2_256',
        publicKey: { rawBytes: base64(rekorSpki), keyDetails: 'PKIX_ED25519', validFor: { start } },
        logId: { keyId: base64(rekorId) },
      },
    ],
    certificateAuthorities: [
      {
        subject: { organization: 'seaworthy.test', commonName: 'fulcio' },
        uri: fulcioUrl,
        certChain: { certificates: roots.map((pem) => ({ rawBytes: base64(pemBytes(pem)) })) },
        validFor: { start },
      },
    ],
    ctlogs: [
      {
        baseUrl: log.url,
        hashAlgorithm: 'SHA2_256',
        publicKey: { rawBytes: base64(ctSpki), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start } },
        logId: { keyId: base64(createHash('sha256').update(ctSpki).digest()) },
      },
    ],
    timestampAuthorities: [
      {
        subject: { organization: 'seaworthy.test', commonName: 'timestamp authority' },
        uri: tsa.url,
        certChain: { certificates: tsa.chain.map((pem) => ({ rawBytes: base64(pemBytes(pem)) })) },
        validFor: { start },
      },
    ],
  };
  const service = (url: string, majorApiVersion: number): object => ({
    url,
    majorApiVersion,
    validFor: { start },
    operator: 'seaworthy.test',
  });
  const signing = {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(fulcioUrl, 1)],
    oidcUrls: [service(issuer.url, 1)],
    rekorTlogUrls: [service(`http://127.0.0.1:${rekorPort}`, 2)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: [service(tsa.url, 1)],
    tsaConfig: { selector: 'ANY' },
  };
  const files = {
    trustedRoot: join(folder, 'trusted_root.json'),
    signingConfig: join(folder, 'signing_config.v0.2.json'),
    tsaChain: join(folder, 'tsa-chain.pem'),
    fulcioRoot: join(folder, 'fulcio-root.pem'),
    certificateLogKey: logKey,
  };
  writeFileSync(files.trustedRoot, JSON.stringify(root));
  writeFileSync(files.signingConfig, JSON.stringify(signing));
  writeFileSync(files.fulcioRoot, roots.join(''));
  writeFileSync(files.tsaChain, tsa.chain.join(''));
  return {
    issuer,
    fulcio: fulcioUrl,
    rekor: `http://127.0.0.1:${rekorPort}`,
    tsa: tsa.url,
    ...files,
    output: () => `${fulcioServer.output()}\n${rekorServer.output()}`,
    async stop() {
      await Promise.all([fulcioServer.stop(), rekorServer.stop(), issuer.close(), log.close(), tsa.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
