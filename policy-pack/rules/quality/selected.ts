// How many pods of the stack a disruption budget selects, as far as it decides whether one of them may go.
import { podLabels } from '../../model/pod-labels.ts';
import { type Labels, readSelector, selects } from '../../model/selector.ts';
import type { Stack } from '../../model/stack.ts';
import { podTemplates } from '../../model/workloads.ts';
import { perStack } from '../per-stack.ts';
import type { ResourceSubject } from '../rule.ts';
import { inNamespace } from '../same-namespace.ts';
import { go, isSet, pathOf, spotAt, Unseen } from '../spot.ts';
import { replicasOf } from './replicas.ts';

/** More pods than any budget that leaves room for one keeps. */
export const beyond = 10_000_000_000;

interface Group {
  readonly subject: ResourceSubject;
  readonly labels: Labels;
}

/** Pods of Jobs end by themselves. */
const passing = new Set(['Job', 'CronJob', 'PodTemplate']);
const scaled = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
]);

const groups = perStack((stack) => {
  const found = stack.resources.flatMap((resource) =>
    passing.has(resource.kind)
      ? []
      : podTemplates(resource).map(
          (template): Group => ({
            subject: { resource, spot: spotAt(resource.tree) },
            labels: podLabels(template),
          }),
        ),
  );
  return Map.groupBy(found, ({ subject }) => subject.resource.namespace);
});

/**
 * The number of pods that the budget selects, where `blocks` holds for it; `undefined` where it does not, or where it
 * selects none. The more pods there are the less `blocks` may hold. Throws `Unseen` where it cannot be told.
 */
export function blockedPods(
  { resource, spot }: ResourceSubject,
  stack: Stack,
  blocks: (pods: number) => boolean,
): number | undefined {
  if (!blocks(1) || !isSet(spot, 'spec', 'selector')) return undefined;
  const selector = readSelector(resource.tree, ['spec', 'selector']);
  const { sure, perhaps } = inNamespace(groups(stack), resource.namespace);
  let least = 0;
  let most = 0;
  let hidden: Unseen | undefined;
  for (const [isSure, group] of [
    ...sure.map((one) => [true, one] as const),
    ...perhaps.map((one) => [false, one] as const),
  ]) {
    const truth = selects(selector, group.labels);
    if (truth === 'no') continue;
    const count = podsOf(group, stack);
    if (count instanceof Unseen) hidden ??= count;
    most += count instanceof Unseen ? beyond : count;
    if (truth === 'yes' && isSure && !(count instanceof Unseen)) least += count;
    if (least > 0 && !blocks(least)) return undefined;
  }
  if (most === 0) return undefined;
  if (least > 0 && blocks(most)) return least;
  throw hidden ?? new Unseen(pathOf(go(spot, 'spec', 'selector')), 'how many pods it selects cannot be told');
}

/** What there is at least: a budget that blocks then blocks every night. */
function podsOf({ subject }: Group, stack: Stack): number | Unseen {
  const { kind } = subject.resource;
  if (kind === 'Pod') return 1;
  try {
    if (scaled.has(kind)) return replicasOf(subject, stack).least;
  } catch (error) {
    if (error instanceof Unseen) return error;
    throw error;
  }
  return new Unseen(
    ['spec', 'selector'],
    `how many pods ${subject.resource.name} has is for others to decide`,
  );
}
