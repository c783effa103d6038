// pod-security/resource-limits: no container can take all memory of its node.
import { violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, isSet } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/resource-limits',
  title: 'no container can take all memory of its node',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A container without a memory limit takes the node’s memory until others are killed for it.',
  fix: 'Set `resources.limits.memory`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['CIS Docker 5.11', 'NIST SP 800-190 4.4.3'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(
      pod,
      ({ spot, label }) => {
        if (isSet(spot, 'resources', 'limits', 'memory')) return undefined;
        const place = go(spot, 'resources', 'limits', 'memory');
        return violation(place, `container ${label} has no memory limit`, 'an amount');
      },
      ['containers'],
    ),
};
