// quality/blocking-budget: a disruption budget lets a node be drained.
import type { Edit } from '../../edit.ts';
import { sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, isSet, pathOf, type Spot } from '../../spot.ts';
import { keptOf } from '../budgets.ts';
import { beyond, blockedPods } from '../selected.ts';

export const rule: ResourceRule = {
  id: 'quality/blocking-budget',
  title: 'disruption budgets let nodes be drained',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A budget that allows no eviction stops every upgrade of the nodes, security patches included.',
  fix: 'Set `maxUnavailable: 1`.',
  level: 'host',
  control: 'host security',
  layer: 6,
  frameworks: ['Kubernetes: disruptions'],
  subject: 'resource',
  kinds: new Set(['PodDisruptionBudget']),
  check: (subject, { stack }) =>
    sight(() => {
      const { spot } = subject;
      const key = ['maxUnavailable', 'minAvailable'].find((name) => isSet(spot, 'spec', name));
      const place = go(spot, 'spec', ...(key === undefined ? [] : [key]));
      const blocks = (pods: number): boolean => keptOf(spot, pods) >= pods;
      if (blocks(beyond)) {
        const none = 'the budget allows no eviction at all';
        const message =
          key === undefined ? `${none}, as it says neither maxUnavailable nor minAvailable` : none;
        return violation(place, message, 'room for one pod', repair(spot));
      }
      const pods = blockedPods(subject, stack, blocks);
      if (pods === undefined) return undefined;
      const all = pods === 1 ? 'the one pod that it selects' : `all ${pods} pods that it selects`;
      const message = `the budget allows no eviction: it keeps ${all}`;
      return violation(place, message, 'room for one pod', repair(spot));
    }),
};

function repair(spot: Spot): readonly Edit[] {
  const isKept = isSet(spot, 'spec', 'minAvailable');
  return [
    ...(isKept ? [{ path: pathOf(go(spot, 'spec', 'minAvailable')), value: null }] : []),
    { path: pathOf(go(spot, 'spec', 'maxUnavailable')), value: 1 },
  ];
}
