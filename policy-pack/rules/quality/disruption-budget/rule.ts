// quality/disruption-budget: a drain leaves replicated workloads serving.
import { both, labelsAt, selects, type Truth } from '../../../model/selector.ts';
import { comparedBy, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { inNamespace } from '../../same-namespace.ts';
import { byPlace } from '../../sameness.ts';
import { go, pathOf, Unseen } from '../../spot.ts';
import { type Budget, budgets, keepsSome } from '../budgets.ts';
import { replicasOf } from '../replicas.ts';

export const rule: ResourceRule = {
  id: 'quality/disruption-budget',
  title: 'replicated workloads have a disruption budget',
  severity: 'low',
  otherwise: 'warn',
  because: 'Without a budget an upgrade of the nodes may evict every replica at once.',
  fix: 'Add a PodDisruptionBudget that selects the pods, with `maxUnavailable: 1`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes: disruptions'],
  subject: 'resource',
  kinds: new Set(['Deployment', 'StatefulSet']),
  check: (subject, { stack }) =>
    sight(() => {
      const { resource, spot } = subject;
      const { least } = replicasOf(subject, stack);
      if (least < 2) return undefined;
      const labels = labelsAt(resource.tree, ['spec', 'template', 'metadata', 'labels']);
      const { sure, perhaps } = inNamespace(budgets(stack), resource.namespace);
      const answer = (budget: Budget): Truth =>
        both(selects(budget.selector, labels), keepsSome(budget, least));
      const answers = sure.map(answer);
      if (answers.includes('yes')) return undefined;
      const isDoubtful = perhaps.some((budget) => answer(budget) !== 'no');
      const place = go(spot, 'spec', 'template', 'metadata', 'labels');
      if (answers.includes('maybe') || isDoubtful || resource.namespace === undefined) {
        throw new Unseen(pathOf(place), 'a budget may select these pods');
      }
      return comparedBy(
        byPlace,
        violation(place, 'no disruption budget keeps any of the pods', 'a PodDisruptionBudget', [], 'none'),
      );
    }),
};
