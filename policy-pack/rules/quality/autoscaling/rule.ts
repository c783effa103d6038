// quality/autoscaling: autoscalers can work.
import type { Resource } from '../../../model/resource.ts';
import { sight, sightEach, violation } from '../../observation.ts';
import { runningAt } from '../../pod.ts';
import type { ResourceRule } from '../../rule.ts';
import { inNamespace, type Neighbours, namespaceUnseen } from '../../same-namespace.ts';
import { go, isSet, itemsAt, numberAt, pathOf, spotAt, textAt } from '../../spot.ts';

export const rule: ResourceRule = {
  id: 'quality/autoscaling',
  title: 'autoscalers have room and something to measure',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'An autoscaler without room or without requests to measure against never scales, and says so only in its events.',
  fix: 'Set `maxReplicas` above `minReplicas`, and CPU or memory requests on the target’s containers.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes: horizontal pod autoscaling'],
  subject: 'resource',
  kinds: new Set(['HorizontalPodAutoscaler']),
  check: ({ resource, spot }, { stack }) => [
    ...sight(() => {
      const place = go(spot, 'spec', 'maxReplicas');
      const least = numberAt(spot, 'spec', 'minReplicas') ?? 1;
      const most = numberAt(place);
      if (most === undefined || most > least) return undefined;
      return violation(place, `the autoscaler has no room: ${least} to ${most} replicas`, `above ${least}`, [
        { path: pathOf(place), value: least + 1 },
      ]);
    }),
    ...sightEach(
      () => itemsAt(spot, 'spec', 'metrics'),
      (metric) => {
        const what = textAt(metric, 'resource', 'name');
        if (what === undefined) return undefined;
        const target = go(spot, 'spec', 'scaleTargetRef');
        const kind = textAt(target, 'kind') ?? '';
        const name = textAt(target, 'name') ?? '';
        const { sure, perhaps } = neighbours(stack.byKind.get(kind) ?? [], resource);
        const isBlind = (one: Resource): boolean => one.name === name && asksNot(one, what);
        if (!sure.some(isBlind)) {
          const doubtful = perhaps.find(isBlind);
          if (doubtful !== undefined) throw namespaceUnseen(resource, doubtful);
          return undefined;
        }
        const place = go(metric, 'resource', 'name');
        return violation(
          place,
          `${kind} ${name} requests no ${what} to measure against`,
          `requests of ${what}`,
        );
      },
    ),
  ],
};

function neighbours(all: readonly Resource[], { namespace }: Resource): Neighbours {
  return inNamespace(
    Map.groupBy(all, (one) => one.namespace),
    namespace,
  );
}

/** Whether a container of it, or a sidecar, requests nothing to measure against. */
function asksNot({ tree }: Resource, what: string): boolean {
  return runningAt(go(spotAt(tree), 'spec', 'template', 'spec')).some(
    (container) =>
      !isSet(container, 'resources', 'requests', what) && !isSet(container, 'resources', 'limits', what),
  );
}
