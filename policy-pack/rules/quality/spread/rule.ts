// quality/spread: replicas stand on different nodes.

import type { EditValue } from '../../edit.ts';
import { sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, go, isSet, itemsAt, pathOf, type Spot, textAt } from '../../spot.ts';
import { replicasOf } from '../replicas.ts';

function constraint(workload: Spot): EditValue {
  const labels = entriesAt(workload, 'spec', 'selector', 'matchLabels');
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: {
      matchLabels: Object.fromEntries(labels.map(([key, value]) => [key, textAt(value) ?? ''])),
    },
  };
}

export const rule: ResourceRule = {
  id: 'quality/spread',
  title: 'replicas are spread over nodes',
  severity: 'low',
  otherwise: 'off',
  because: 'Replicas on one node fail together.',
  fix: 'Add `topologySpreadConstraints` over `kubernetes.io/hostname`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes: topology spread'],
  subject: 'resource',
  kinds: new Set(['Deployment', 'StatefulSet']),
  check: (subject, { stack }) =>
    sight(() => {
      if (replicasOf(subject, stack).least < 2) return undefined;
      const pod = go(subject.spot, 'spec', 'template', 'spec');
      if (
        itemsAt(pod, 'topologySpreadConstraints').some((item) => isSet(item)) ||
        isSet(pod, 'affinity', 'podAntiAffinity')
      ) {
        return undefined;
      }
      const place = go(pod, 'topologySpreadConstraints');
      return violation(place, 'nothing spreads the replicas', 'a spread over nodes', [
        { path: pathOf(place), value: [constraint(subject.spot)] },
      ]);
    }),
};
