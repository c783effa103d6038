// pod-security/capabilities-restricted: containers drop all capabilities and add at most NET_BIND_SERVICE.
import { sight, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { go, itemsAt, pathOf, type Spot, textAt } from '../../spot.ts';
import { addedCapabilities } from '../capabilities.ts';
import { isExcused, standardRule } from '../standard.ts';

function dropsAll(container: Spot, label: string): ReturnType<typeof violation> | undefined {
  const drop = itemsAt(container, 'securityContext', 'capabilities', 'drop');
  // Any item that is known to be ALL settles it, whatever the others become.
  if (drop.some((item) => item.tree === 'ALL')) return undefined;
  const names = drop.map((item) => textAt(item) ?? '');
  const place = go(container, 'securityContext', 'capabilities', 'drop');
  return violation(
    place,
    `container ${label} does not drop all capabilities`,
    '[ALL]',
    [{ path: pathOf(place), value: ['ALL'] }],
    names.length === 0 ? 'not set' : names.join(', '),
  );
}

export const rule = standardRule(
  {
    id: 'pod-security/capabilities-restricted',
    title: 'every container drops all capabilities',
    severity: 'medium',
    because: 'A process that needs none of root’s powers should hold none: what is dropped cannot be abused.',
    fix: 'Set `capabilities.drop: [ALL]` in every container and add at most NET_BIND_SERVICE.',
    level: 'container',
    control: 'hardened configuration',
    layer: 5,
    check: 'capabilities_restricted',
    standard: 'restricted',
    since: 22,
  },
  (pod, minor) =>
    sight(() => {
      if (isExcused(pod, minor)) return undefined;
      return [
        ...eachContainer(pod, ({ spot, label }) => dropsAll(spot, label)),
        ...addedCapabilities(pod, (name) => name === 'NET_BIND_SERVICE', 'NET_BIND_SERVICE'),
      ];
    }),
);
