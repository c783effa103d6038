// What stands behind an image, gathered before the evaluation and handed in, so that rules stay pure.
import type { RejectionCode } from '../../../src/evidence/verify/rejection.ts';
import type { Digest } from '../../../src/terms/digest.ts';

/** A requirement of the policy that nothing attached to the image fulfils. */
export interface Shortage {
  /** `certificate`, `signature`, or `quarantine`, which counts against everything. */
  readonly use: string;
  readonly code: RejectionCode;
  /** May quote the evidence: untrusted text. */
  readonly message: string;
}

export type ImageEvidence =
  | { readonly kind: 'judged'; readonly digest: Digest; readonly unmet: readonly Shortage[] }
  /** Nobody could look: an outage, no place to look, a deadline. Never a pass. */
  | { readonly kind: 'unknown'; readonly reason: string };
