// What is known of the newer base that an image could be built upon, for the fix plan.
import type { Digest } from '../terms/digest.ts';
import type { Finding } from '../terms/finding.ts';
import type { Candidate } from './judged-image.ts';

/** What was looked for and not had leaves the image as it is; its remedies say so. */
interface AsItIs {
  readonly stays: Pick<Candidate, 'remedies'>;
}

export interface SeenNewerBase extends AsItIs {
  readonly kind: 'seen';
  /** As the image or the user names it. */
  readonly reference: string;
  /** What the image says that it is built upon. */
  readonly from?: Digest;
  readonly to: Digest;
  /** What was read of it; an inventory knows packages alone. */
  readonly by: 'layers' | 'inventory';
  /** The image as it would be upon it, and nothing else changed. */
  readonly upon: Candidate;
  /** Whether a finding of the image is one of its base. */
  ofBase(finding: Finding): boolean;
}

export type NewerBase =
  | SeenNewerBase
  /** Somebody tried to look, or was not allowed to. */
  | (AsItIs & { readonly kind: 'unseen' });

/** One an image, in the order of the images; undefined: nothing in its way comes from a base that could be newer. */
export type NewerBases = readonly (NewerBase | undefined)[];
