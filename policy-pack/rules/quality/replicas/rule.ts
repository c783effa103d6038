// quality/replicas: a serving workload survives the loss of one pod.
import { comparedBy, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { byPlace } from '../../sameness.ts';
import { replicasOf } from '../replicas.ts';

export const rule: ResourceRule = {
  id: 'quality/replicas',
  title: 'serving workloads have more than one replica',
  severity: 'low',
  otherwise: 'warn',
  because: 'One replica is gone with every drained node, eviction and rollout.',
  fix: 'Set `replicas: 2` or more, or an autoscaler with `minReplicas: 2`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['NIST SP 800-190 4.3.5'],
  subject: 'resource',
  kinds: new Set(['Deployment', 'StatefulSet']),
  check: (subject, { stack }) =>
    sight(() => {
      const replicas = replicasOf(subject, stack);
      if (replicas.least > 1 || replicas.least === 0) return undefined;
      return comparedBy(
        byPlace,
        violation(
          replicas.place,
          'the workload has a single replica',
          '2 or more',
          [],
          replicas.least === 1 ? '1' : 'not set',
        ),
      );
    }),
};
