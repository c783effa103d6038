// Judges one sigstore bundle: who signed what, when, with which traces; or the one reason why it is not believed.
import { createHash } from 'node:crypto';
import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import { X509Certificate } from '@sigstore/core';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { parseBundle } from '../formats/bundle.ts';
import { inTotoMediaType } from '../formats/media-types.ts';
import { parseStatement, type Statement } from '../formats/statement.ts';
import type { TrustedRoot } from '../trust/trusted-root.ts';
import { checkPurpose, readSigner } from './certificate.ts';
import { type Artifact, signedContent } from './content.ts';
import { checkIdentity } from './identity.ts';
import { checkLogBinding } from './log-binding.ts';
import { judge, type Rejected, Rejection, step } from './rejection.ts';
import type { Identity, Signer } from './signer.ts';
import { translated } from './sigstore-errors.ts';
import { checkSubject } from './subject.ts';
import { strictThresholds, type Thresholds } from './thresholds.ts';
import { checkAge, checkSources, type TrustedTime, timesOf } from './times.ts';

export interface LogEntry {
  /** Hex of the log's id. */
  readonly log: string;
  readonly index: string;
  /** Such as `hashedrekord 0.0.1`. */
  readonly kind: string;
}

export interface Verified {
  readonly kind: 'ok';
  readonly signer: Signer;
  /** For an envelope. */
  readonly statement?: Statement;
  /** Earliest first. */
  readonly times: readonly TrustedTime[];
  readonly logEntries: readonly LogEntry[];
}

export interface BundleCheck {
  readonly artifact: Artifact;
  readonly trustedRoot: TrustedRoot;
  readonly identity: Identity;
  readonly thresholds?: Thresholds;
  /** One of these kinds of attestation; any where absent. */
  readonly predicateTypes?: readonly string[];
  /** Milliseconds since the earliest trusted time. */
  readonly maxAge?: number;
  /** Without it neither age nor times in the future are judged. */
  readonly now?: Date;
}

/** The one certificate of a signer. A chain in a bundle is no trust of its own, and a root in it is a mistake. */
function leafOf(bundle: Bundle): X509Certificate | undefined {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') return undefined;
  const chain =
    content.$case === 'certificate' ? [content.certificate] : content.x509CertificateChain.certificates;
  const parsed = step('malformed', 'a certificate of the bundle', () =>
    chain.map(({ rawBytes }) => X509Certificate.parse(Buffer.from(rawBytes))),
  );
  const [leaf, ...others] = parsed;
  if (leaf === undefined) throw new Rejection('malformed', 'the bundle holds no certificate');
  // sigstore_bundle.proto: a root certificate that is expected to be known MUST NOT be in the chain.
  if (others.some((certificate) => certificate.subject.equals(certificate.issuer))) {
    throw new Rejection('malformed', 'the bundle carries a root certificate');
  }
  return leaf;
}

/** Copies of an entry are one entry, and entries of one log are one witness (CVE-2026-49834). */
function checkEntries(bundle: Bundle, expected: Buffer, wanted: number): readonly LogEntry[] {
  const tlogEntries: readonly TransparencyLogEntry[] = bundle.verificationMaterial.tlogEntries;
  for (const entry of tlogEntries) checkLogBinding(entry, expected);
  const logs = new Set(tlogEntries.map(({ logId }) => logId.keyId.toString('hex')));
  if (logs.size < wanted)
    throw new Rejection('log-entry', `logged in ${logs.size} logs, where ${wanted} are asked`);
  return tlogEntries.map(({ logId, logIndex, kindVersion }) => ({
    log: logId.keyId.toString('hex'),
    index: logIndex,
    kind: `${kindVersion.kind} ${kindVersion.version}`,
  }));
}

function statementOf(bundle: Bundle, check: BundleCheck): Statement | undefined {
  if (bundle.content.$case !== 'dsseEnvelope') {
    if (check.predicateTypes === undefined) return undefined;
    throw new Rejection('predicate-type', 'a signature over content, and no attestation');
  }
  const { payload, payloadType } = bundle.content.dsseEnvelope;
  if (payloadType !== inTotoMediaType) {
    throw new Rejection('payload-type', `the envelope carries ${payloadType}, not an in-toto statement`);
  }
  const statement = parseStatement(payload);
  checkSubject(statement, check.artifact);
  const { predicateTypes } = check;
  if (predicateTypes !== undefined && !predicateTypes.includes(statement.predicateType)) {
    throw new Rejection('predicate-type', `an attestation of the type ${statement.predicateType}`);
  }
  return statement;
}

function checkLeaf(leaf: X509Certificate | undefined, identity: Identity): Signer {
  if (identity.kind === 'key') {
    if (leaf !== undefined)
      throw new Rejection('untrusted-key', 'signed by a certificate, where a key is asked');
    const spki = identity.key.export({ type: 'spki', format: 'der' });
    return { kind: 'key', fingerprint: `sha256:${createHash('sha256').update(spki).digest('hex')}` };
  }
  if (leaf === undefined) throw new Rejection('no-signer', 'signed by a key, where an identity is asked');
  checkPurpose(leaf);
  const signer = readSigner(leaf);
  checkIdentity(signer, identity);
  return signer;
}

/** The same for a bundle that is parsed already; throws Rejection. */
export function verifyParsed(bundle: Bundle, check: BundleCheck): Verified {
  const { identity, trustedRoot, artifact } = check;
  const thresholds = check.thresholds ?? strictThresholds;
  const leaf = leafOf(bundle);
  const signer = checkLeaf(leaf, identity);
  const signature = signedContent(bundle, artifact);
  const expected =
    leaf === undefined && identity.kind === 'key'
      ? identity.key.export({ type: 'spki', format: 'der' })
      : (leaf?.root.toDER() ?? Buffer.alloc(0));
  const publicKey = () => {
    if (identity.kind !== 'key') throw new Rejection('no-signer', 'no key is trusted');
    const { start, end } = identity.validFor ?? {};
    const validFor = (at: Date) => (start === undefined || start <= at) && (end === undefined || at <= end);
    return { publicKey: identity.key, validFor };
  };
  translated(() => {
    const entity = { ...toSignedEntity(bundle), signature };
    const verifier = new Verifier(
      { ...trustedRoot.material, publicKey },
      {
        ctlogThreshold: thresholds.certificateLogs,
        tlogThreshold: thresholds.logEntries,
        timestampThreshold: thresholds.times,
      },
    );
    verifier.verify(entity);
  });
  const logEntries = checkEntries(bundle, expected, thresholds.logEntries);
  const times = timesOf(bundle);
  checkSources(times, thresholds.times);
  if (check.now !== undefined) checkAge(times, check.now, check.maxAge);
  const statement = statementOf(bundle, check);
  return { kind: 'ok', signer, times, logEntries, ...(statement !== undefined && { statement }) };
}

/**
 * Judges the bytes of a bundle (versions 0.1 to 0.3). Pure: no network, no clock, and never an exception: what the
 * evidence makes go wrong is a typed rejection.
 */
export function verifyBundle(bytes: Uint8Array, check: BundleCheck): Verified | Rejected {
  return judge(() => verifyParsed(parseBundle(bytes), check));
}
