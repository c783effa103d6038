// pod-security/dangerous-mounts: no volume hands over the host.
import { sightEach, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { go, itemsAt, textAt } from '../../spot.ts';
import { givenBy } from './given.ts';

export const rule: PodRule = {
  id: 'pod-security/dangerous-mounts',
  title: 'no volume hands over the engine, the devices or the heart of the host',
  severity: 'critical',
  otherwise: 'block',
  because:
    'Whoever holds the engine’s socket, a device or the root of the host holds the host and every pod on it.',
  fix: 'Remove the volume; talk to the API server instead of the engine, and use a device plugin for devices.',
  level: 'host',
  control: 'host security',
  layer: 8,
  frameworks: ['NIST SP 800-190 4.5.5', 'CIS Docker 5.6, 5.32'],
  subject: 'pod',
  check: (pod) =>
    sightEach(
      () => itemsAt(pod.spec, 'volumes'),
      (volume) => {
        const place = go(volume, 'hostPath', 'path');
        const path = textAt(place);
        const gives = path === undefined ? undefined : givenBy(path);
        if (gives === undefined) return undefined;
        const name = textAt(volume, 'name') ?? '';
        return violation(place, `volume ${name} gives away ${gives}`, 'no such path of the host');
      },
    ),
};
