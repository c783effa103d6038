// pod-security/resource-limits: no container can take all memory of its node.
import { defaultOf, isAmount, ofWholePod } from '../../limit-ranges.ts';
import { violation } from '../../observation.ts';
import { eachRunning } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, textAt } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/resource-limits',
  title: 'no container can take all memory of its node',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A container without a memory limit takes the node’s memory until others are killed for it.',
  fix: 'Set `resources.limits.memory`, of the container or of the pod as a whole, or a default in a LimitRange.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['CIS Docker 5.11, 5.12', 'NIST SP 800-190 4.4.3'],
  subject: 'pod',
  joins: true,
  check: (pod, { stack }) =>
    eachRunning(pod, ({ spot, label }) => {
      const own = textAt(spot, 'resources', 'limits', 'memory');
      if (isAmount(own) || isAmount(ofWholePod(pod.spec, 'limits', 'memory'))) return undefined;
      const place = go(spot, 'resources', 'limits', 'memory');
      // A default is for containers that say nothing.
      if (own !== undefined)
        return violation(place, `the memory limit of container ${label} limits nothing`, 'an amount above 0');
      if (isAmount(defaultOf(stack, pod.resource, 'limits', 'memory'))) return undefined;
      return violation(place, `container ${label} has no memory limit`, 'an amount');
    }),
};
