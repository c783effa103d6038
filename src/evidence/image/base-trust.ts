// Which signers a base image must have, by the policy's list of trusted bases.
import type { Identity } from '../verify/signer.ts';
import { matchesText } from '../verify/text-match.ts';
import type { SignerRequirement } from './image-policy.ts';

export interface TrustedBase {
  /** Repository with `*` for one path segment: `registry.example/ubi9/*`. */
  readonly match: string;
  readonly signedBy: readonly Identity[];
}

/** The requirement for a base image `host/name`; undefined when no entry names it: such a base is not trusted. */
export function baseRequirement(
  bases: readonly TrustedBase[],
  repository: string,
): SignerRequirement | undefined {
  const base = bases.find(({ match }) => matchesText({ kind: 'pattern', pattern: match }, repository));
  return base && { by: base.signedBy, threshold: 1 };
}
