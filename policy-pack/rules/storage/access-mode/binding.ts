// Whether a claim binds to the volume that it names, or that is reserved for it.
import { parseQuantity } from '../../../model/quantity.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import { go, itemsAt, type Spot, textAt } from '../../spot.ts';
import { className, classPlace } from '../joins.ts';
import { bindsMode, missingModes } from '../modes.ts';

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding */
export function bindingOf(claim: Spot, volume: Spot, name: string): readonly Observation[] {
  const modes = (spot: Spot): readonly string[] =>
    itemsAt(spot, 'spec', 'accessModes').map((item) => textAt(item) ?? '');
  const unbound = (place: Spot, what: string, required: string): Observation =>
    violation(place, `it never binds to volume ${name}: ${what}`, required);
  return sight(
    () => {
      const missing = missingModes(modes(volume), modes(claim));
      if (missing.length === 0) return undefined;
      return unbound(
        go(claim, 'spec', 'accessModes'),
        `the volume has no ${missing.join(', ')}`,
        modes(volume).join(', '),
      );
    },
    () => {
      const [own, other] = [textAt(claim, 'spec', 'volumeMode'), textAt(volume, 'spec', 'volumeMode')];
      if (bindsMode(other, own)) return undefined;
      return unbound(go(claim, 'spec', 'volumeMode'), 'their volume modes differ', other ?? 'Filesystem');
    },
    () => {
      const [own, other] = [className(claim), className(volume)];
      if (own === undefined || own === (other ?? '')) return undefined;
      return unbound(classPlace(claim), 'their classes differ', other ?? 'no class');
    },
    () => {
      const asked = textAt(claim, 'spec', 'resources', 'requests', 'storage');
      const held = textAt(volume, 'spec', 'capacity', 'storage');
      const [need, room] = [parseQuantity(asked ?? '0'), parseQuantity(held ?? '')];
      if (need === undefined || room === undefined || need <= room) return undefined;
      return unbound(
        go(claim, 'spec', 'resources', 'requests', 'storage'),
        `it holds ${held}`,
        `at most ${held}`,
      );
    },
  );
}
