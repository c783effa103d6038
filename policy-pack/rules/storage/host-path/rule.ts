// storage/host-path: no persistent volume is a path of its host.
import { sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, isSet } from '../../spot.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/host-path',
  title: 'no persistent volume is a path of its host',
  severity: 'high',
  otherwise: 'block',
  because:
    'A claim hides the path from the pod that mounts it: Pod Security checks pods, not the volumes behind their claims.',
  fix: 'Use a CSI driver, or a `local` volume with node affinity on a disk of its own.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.5.5'],
  configuredBy: ['stack.storage.hostPath'],
  subject: 'resource',
  kinds: new Set(['PersistentVolume']),
  check: ({ spot }, { policy }) =>
    sight(() => {
      if (policy.storage.hostPath === 'allow' || !isSet(spot, 'spec', 'hostPath')) return undefined;
      const place = go(spot, 'spec', 'hostPath', 'path');
      return violation(place, 'the volume is a path of its host', 'another source');
    }),
};
