// Capabilities that containers add.
import { type Observation, sightEach, violation } from '../observation.ts';
import { eachContainer, type Pod } from '../pod.ts';
import { itemsAt, quote, textAt } from '../spot.ts';

/** Added capabilities that are not allowed, one violation each. */
export function addedCapabilities(
  pod: Pod,
  allowed: (name: string) => boolean,
  required: string,
): readonly Observation[] {
  return eachContainer(pod, ({ spot, label }) =>
    sightEach(
      () => itemsAt(spot, 'securityContext', 'capabilities', 'add'),
      (item) => {
        if (allowed(textAt(item) ?? '')) return undefined;
        return violation(item, `container ${label} adds the capability ${quote(item)}`, required);
      },
    ),
  );
}
