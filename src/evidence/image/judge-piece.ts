// Judges one piece of evidence against one requirement, whichever format it has.
import type { Bundle } from '@sigstore/bundle';
import type { Digest } from '../../terms/digest.ts';
import type { Loaded } from '../discovery/load-piece.ts';
import { parseBundle } from '../formats/bundle.ts';
import { legacyAttestationBundle, legacySignatureBundle } from '../formats/legacy-bundle.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { markSentence } from '../formats/quarantine-mark.ts';
import { parseSimpleSigning } from '../formats/simple-signing.ts';
import { type Artifact, artifactNamed, artifactOf } from '../verify/content.ts';
import { judge, type Rejected, Rejection, rejected } from '../verify/rejection.ts';
import type { Identity } from '../verify/signer.ts';
import { strictThresholds } from '../verify/thresholds.ts';
import { type Verified, verifyParsed } from '../verify/verify-bundle.ts';
import type { ImagePolicy } from './image-policy.ts';

/** What is asked of a piece: the signature of the image, or an attestation of one type. */
export type Wanted =
  | { readonly kind: 'signature'; readonly by: readonly Identity[]; readonly maxAge?: number }
  | {
      readonly kind: 'attestation';
      readonly predicateType: string;
      readonly by: readonly Identity[];
      readonly maxAge?: number;
    };

/** Reasons that say «someone else’s»: another identity may still fit. */
const otherSigner: ReadonlySet<string> = new Set([
  'identity',
  'issuer',
  'extension',
  'no-signer',
  'untrusted-key',
]);

interface Judged {
  readonly bundle: Bundle;
  readonly artifact: Artifact;
}

/** The bundle in a piece, whatever its format, and what it must be about. Throws Rejection. */
export function readPiece({ piece, bytes }: Loaded, digest: Digest): Judged {
  switch (piece.kind) {
    case 'bundle':
      return { bundle: parseBundle(bytes), artifact: artifactNamed(digest) };
    case 'legacy-signature': {
      const payload = parseSimpleSigning(bytes);
      if (payload.digest !== digest) throw new Rejection('digest', `the signature is for ${payload.digest}`);
      return { bundle: legacySignatureBundle(piece.annotations, bytes), artifact: artifactOf(bytes) };
    }
    case 'legacy-attestation':
      return { bundle: legacyAttestationBundle(piece.annotations, bytes), artifact: artifactNamed(digest) };
    case 'unsigned':
      throw new Rejection('no-signer', 'a statement without a signature');
    case 'quarantine':
      throw new Rejection('quarantined', markSentence(piece.manifest.annotations));
    case 'foreign':
      throw new Rejection('not-evaluated', `${piece.format}: present, not evaluated`);
  }
}

/**
 * An attestation never counts as a signature, whoever signed it: its predicate may say FAILED
 * (cosign 3 `verify` does not look at the type).
 */
function typesFor(bundle: Bundle, wanted: Wanted): readonly string[] | undefined {
  if (wanted.kind === 'attestation') return [wanted.predicateType];
  return bundle.content.$case === 'dsseEnvelope' ? [predicateTypes.cosignSignature] : undefined;
}

function tryIdentities({ bundle, artifact }: Judged, wanted: Wanted, policy: ImagePolicy): Verified {
  let reason: Rejection | undefined;
  const types = typesFor(bundle, wanted);
  for (const identity of wanted.by) {
    try {
      return verifyParsed(bundle, {
        artifact,
        identity,
        trustedRoot: policy.trustedRoot,
        now: policy.now,
        thresholds: (identity.kind === 'key' ? policy.keyThresholds : policy.thresholds) ?? strictThresholds,
        ...(types !== undefined && { predicateTypes: types }),
        ...(wanted.maxAge !== undefined && { maxAge: wanted.maxAge }),
      });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      // Of several reasons the one that speaks of the right signer tells most.
      if (reason === undefined || otherSigner.has(reason.code)) reason = error;
    }
  }
  throw reason ?? new Rejection('no-signer', 'nobody is trusted to sign');
}

/** Never throws for what the evidence holds. */
export function judgePiece(
  loaded: Loaded,
  digest: Digest,
  wanted: Wanted,
  policy: ImagePolicy,
): Verified | Rejected {
  if (loaded.failure !== undefined) return loaded.failure;
  return judge(() => tryIdentities(readPiece(loaded, digest), wanted, policy));
}

/** What an image lacks, as a reason. */
export function missing(what: string): Rejected {
  return rejected('missing', `no ${what} is attached`);
}
