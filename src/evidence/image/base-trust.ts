// Whether a base image is signed by whom the policy's list of trusted bases names.
import type { Digest } from '../../terms/digest.ts';
import type { EvidenceSource } from '../discovery/list-evidence.ts';
import type { TrustedRoot } from '../trust/trusted-root.ts';
import type { Identity } from '../verify/signer.ts';
import { bareKeyThresholds } from '../verify/thresholds.ts';
import { gatherEvidence } from './gather-evidence.ts';

export type BaseSignature =
  | { readonly kind: 'trusted' }
  /** `why` begins with the typed reason. */
  | { readonly kind: 'untrusted'; readonly why: string };

export interface BaseSigners {
  /** One of them is enough. */
  readonly by: readonly Identity[];
  readonly trustedRoot: TrustedRoot;
}

/**
 * `digests`: the base's index and the manifest of the image's platform; a signature of either counts, for the index
 * names the manifest by its digest. Errors: those of the registry.
 */
export async function judgeBaseSignature(
  source: EvidenceSource,
  digests: readonly Digest[],
  { by, trustedRoot }: BaseSigners,
  now: Date,
): Promise<BaseSignature> {
  const policy = {
    ...{ trustedRoot, now, keyThresholds: bareKeyThresholds },
    signatures: { by, threshold: 1 },
  };
  let why = 'missing: the base has no digest';
  for (const digest of digests) {
    const { kind, unmet } = await gatherEvidence(source, digest, policy);
    if (kind === 'accepted') return { kind: 'trusted' };
    const [first] = unmet;
    why = first === undefined ? why : `${first.code}: ${first.message}`;
    // A mark of its owner on either is the last word.
    if (first?.code === 'quarantined') break;
  }
  return { kind: 'untrusted', why };
}
