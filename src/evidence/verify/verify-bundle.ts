// Judges one sigstore bundle: who signed what, when, with which traces; or the one reason why it is not believed.
import type { Bundle } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { parseBundle } from '../formats/bundle.ts';
import { inTotoMediaType } from '../formats/media-types.ts';
import { parseStatement, type Statement } from '../formats/statement.ts';
import type { TrustedRoot } from '../trust/trusted-root.ts';
import { checkLeaf, leafOf } from './bundle-signer.ts';
import { type Artifact, signedContent } from './content.ts';
import { checkEntries, type LogEntry } from './log-entries.ts';
import { judge, type Rejected, Rejection } from './rejection.ts';
import type { Identity, Signer } from './signer.ts';
import { translated } from './sigstore-errors.ts';
import { checkSubject } from './subject.ts';
import { strictThresholds, type Thresholds } from './thresholds.ts';
import { checkAge, checkSources, type TrustedTime, timesOf } from './times.ts';

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
