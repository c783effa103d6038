// storage/local: local volumes say their node, and their classes wait for the pod.
import { sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, isSet, pathOf, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/local',
  title: 'local volumes are tied to their node',
  severity: 'medium',
  otherwise: 'block',
  because:
    'A local volume without its node is refused, and bound before the pod is scheduled it may leave the pod with no node at all.',
  fix: 'Give the volume `nodeAffinity`, and its class `volumeBindingMode: WaitForFirstConsumer`.',
  level: 'host',
  frameworks: ['Kubernetes: local volumes'],
  subject: 'resource',
  kinds: new Set(['PersistentVolume', 'StorageClass']),
  check: ({ resource, spot }) =>
    sight(() => {
      if (resource.kind === 'PersistentVolume') {
        const place = go(spot, 'spec', 'nodeAffinity');
        if (!isSet(spot, 'spec', 'local') || isSet(place, 'required')) return undefined;
        return violation(place, 'the local volume does not say its node', 'nodeAffinity.required');
      }
      if (textAt(spot, 'provisioner') !== 'kubernetes.io/no-provisioner') return undefined;
      const place = go(spot, 'volumeBindingMode');
      if (textAt(place) === 'WaitForFirstConsumer') return undefined;
      return violation(
        place,
        'claims of the class are bound before a pod is scheduled',
        'WaitForFirstConsumer',
        [{ path: pathOf(place), value: 'WaitForFirstConsumer' }],
      );
    }),
};
