// A private sigstore: authority, certificate log, transparency logs, timestamp authority, and the root that trusts them.
import { parseTrustedRoot, type TrustedRoot } from '../../../src/evidence/trust/trusted-root.ts';
import { issue, timeStamping } from './certificate.ts';
import { logId, newPair, type Pair, spki } from './keys.ts';
import type { Log } from './log.ts';

export const day = 24 * 60 * 60 * 1000;
/** The moment at which everything of the forge is signed. */
export const signedAt = new Date('2026-06-01T12:00:00Z');
export const start = new Date('2026-01-01T00:00:00Z');
export const later = (milliseconds: number): Date => new Date(signedAt.getTime() + milliseconds);

export interface Authority {
  readonly pair: Pair;
  readonly name: string;
  /** DER. */
  readonly certificate: Buffer;
}

export interface Instance {
  readonly root: Authority;
  readonly issuing: Authority;
  readonly certificateLog: Pair;
  readonly log: Log;
  readonly secondLog: Log;
  readonly stamper: Authority;
  readonly trust: WireRoot;
  readonly trustedRoot: TrustedRoot;
}

interface Validity {
  start?: string;
  end?: string;
}
interface WireLog {
  baseUrl: string;
  hashAlgorithm: string;
  publicKey: { rawBytes: string; keyDetails: string; validFor: Validity };
  logId: { keyId: string };
}
interface WireAuthority {
  subject: { organization: string; commonName: string };
  uri: string;
  certChain: { certificates: { rawBytes: string }[] };
  validFor: Validity;
}
export interface WireRoot {
  mediaType: string;
  tlogs: WireLog[];
  certificateAuthorities: WireAuthority[];
  ctlogs: WireLog[];
  timestampAuthorities: WireAuthority[];
}

function authority(name: string, years: number, above?: Authority): Authority {
  const pair = newPair();
  const certificate = issue({
    subject: name,
    issuer: above?.name ?? name,
    holder: pair,
    signer: above?.pair ?? pair,
    from: start,
    to: new Date(start.getTime() + years * 365 * day),
    authority: true,
  });
  return { pair, name, certificate };
}

function wireLog(name: string, pair: Pair): WireLog {
  return {
    baseUrl: `https://${name}`,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki(pair.publicKey).toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: start.toISOString() },
    },
    logId: { keyId: logId(pair).toString('base64') },
  };
}

function wireAuthority(name: string, chain: readonly Buffer[]): WireAuthority {
  return {
    subject: { organization: 'forge', commonName: name },
    uri: `https://${name}.test`,
    certChain: { certificates: chain.map((one) => ({ rawBytes: one.toString('base64') })) },
    validFor: { start: start.toISOString() },
  };
}

export function trust(root: WireRoot): TrustedRoot {
  return parseTrustedRoot(Buffer.from(JSON.stringify(root)), { kind: 'file', path: 'forged root' });
}

export function newInstance(intermediateYears = 10): Instance {
  const root = authority('root', 20);
  const issuing = authority('issuing', intermediateYears, root);
  const certificateLog = newPair();
  const log: Log = { pair: newPair(), name: 'log.test' };
  const secondLog: Log = { pair: newPair(), name: 'second.test' };
  const stampRoot = authority('stamp root', 20);
  const pair = newPair();
  const stamper: Authority = {
    pair,
    name: 'stamper',
    certificate: issue({
      subject: 'stamper',
      issuer: stampRoot.name,
      holder: pair,
      signer: stampRoot.pair,
      from: start,
      to: new Date(start.getTime() + 3650 * day),
      purposes: [timeStamping],
    }),
  };
  const wire: WireRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [wireLog(log.name, log.pair), wireLog(secondLog.name, secondLog.pair)],
    certificateAuthorities: [wireAuthority('fulcio', [issuing.certificate, root.certificate])],
    ctlogs: [wireLog('ct.test', certificateLog)],
    timestampAuthorities: [wireAuthority('stamper', [stamper.certificate, stampRoot.certificate])],
  };
  return { root, issuing, certificateLog, log, secondLog, stamper, trust: wire, trustedRoot: trust(wire) };
}
