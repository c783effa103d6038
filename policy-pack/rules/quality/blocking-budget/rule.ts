// quality/blocking-budget: a disruption budget lets a node be drained.
import { sightEach, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, pathOf, textAt } from '../../spot.ts';

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
  check: ({ spot }) =>
    sightEach(
      () => ['maxUnavailable', 'minAvailable'],
      (key) => {
        const place = go(spot, 'spec', key);
        const value = textAt(place);
        if (!(key === 'maxUnavailable' ? ['0', '0%'] : ['100%']).includes(value ?? '')) return undefined;
        return violation(place, 'the budget allows no eviction at all', 'room for one pod', [
          ...(key === 'minAvailable' ? [{ path: pathOf(place), value: null }] : []),
          { path: pathOf(go(spot, 'spec', 'maxUnavailable')), value: 1 },
        ]);
      },
    ),
};
