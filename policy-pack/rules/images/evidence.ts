// What stands behind an image, gathered before the evaluation and handed in, so that rules stay pure.
import type { RejectionCode } from '../../../src/evidence/verify/rejection.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { type Observation, violation } from '../observation.ts';
import type { Pod } from '../pod.ts';
import type { RuleContext } from '../rule.ts';
import { pathOf, Unseen } from '../spot.ts';
import { eachImage } from './image-names.ts';

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

/** A violation for each image that lacks what `use` asks for; unknown where nobody could look. */
export function lackingImages(
  pod: Pod,
  { imageEvidence }: RuleContext,
  use: 'certificate' | 'signature',
  required: string,
): readonly Observation[] {
  return eachImage(pod, ({ place, text, whose }) => {
    const evidence = imageEvidence(text) ?? { kind: 'unknown', reason: 'nobody looked at its evidence' };
    if (evidence.kind === 'unknown') {
      throw new Unseen(pathOf(place), place.secret ? 'its evidence could not be had' : evidence.reason);
    }
    const short = evidence.unmet.find((one) => one.use === use || one.use === 'quarantine');
    if (short === undefined) return undefined;
    const why =
      short.code === 'missing'
        ? `carries no ${use}`
        : `carries no ${use} that counts (${short.code}): ${short.message}`;
    return violation(place, `${whose} ${why}`, required);
  });
}
