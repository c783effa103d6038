// Rules about the evidence of images: what is lacking, said once for certificate and signature.
import { comparedBy, type Observation, violation } from '../observation.ts';
import type { Pod } from '../pod.ts';
import type { RuleContext } from '../rule.ts';
import { pathOf, Unseen } from '../spot.ts';
import { eachImage, repositoryOf } from './image-names.ts';

/** A violation for each image that lacks what `use` asks for; unknown where nobody could look. */
export function lackingImages(
  pod: Pod,
  { imageEvidence }: RuleContext,
  use: 'certificate' | 'signature',
  required: string,
): readonly Observation[] {
  return eachImage(pod, ({ place, name, text, whose }) => {
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
    // An image that was taken out of use is worse than one that lacks something.
    const same = repositoryOf(name, ` ${short.use}`);
    return comparedBy(same, violation(place, `${whose} ${why}`, required));
  });
}
