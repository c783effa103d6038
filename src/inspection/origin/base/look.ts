// What was seen of a base image where it is published; `run` asks, and inspections only read the answer.
import type { Digest } from '../../../terms/digest.ts';

export interface SeenBase {
  readonly kind: 'seen';
  /** What the tag leads to now: the index, and the manifest of the image's platform. */
  readonly digests: readonly Digest[];
  /** Digests of its plain layers now, lowest first. */
  readonly diffIds: readonly Digest[];
  /** Those of the digest that the image claims, where the tag leads to another one and the registry still has it. */
  readonly claimedDiffIds?: readonly Digest[];
  /** When the tag's image says that it was built, ISO 8601; absent where builds are made not to say. */
  readonly built?: string;
  /** Days, `YYYY-MM-DD`, of other tags of the repository that were looked at; empty where none had to be. */
  readonly otherBuilds: readonly string[];
  /** By the signers that the policy names; absent where it names none, or nobody looked. */
  readonly signature?: BaseSignature;
}

/** What the evidence of the base comes to. */
export type BaseSignature =
  | { readonly kind: 'trusted' }
  | { readonly kind: 'untrusted'; readonly why: string };

export type BaseLook =
  | SeenBase
  /** Nobody could look, or nobody was asked to. */
  | { readonly kind: 'unseen'; readonly why: string };

/** Whether an image with these plain layers has the base's at its bottom. */
export function beginsWith(layers: readonly Digest[], base: readonly Digest[] | undefined): boolean {
  return base !== undefined && base.length > 0 && base.every((digest, index) => layers[index] === digest);
}
