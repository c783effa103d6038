// Whether the pods that mount a claim can use it together: how many they are, where they run, and how they mount it.
import { describeResource, type Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { podTemplates } from '../../../model/workloads.ts';
import { comparedBy, type Observation, sight, violation } from '../../observation.ts';
import { perStack } from '../../per-stack.ts';
import { openPod, type Pod } from '../../pod.ts';
import { replicasOf } from '../../quality/replicas.ts';
import { inNamespace, namespaceUnseen } from '../../same-namespace.ts';
import { byText } from '../../sameness.ts';
import { go, isSet, itemsAt, numberAt, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';
import type { MountedClaim } from '../joins.ts';

/** Observations at the pod's volume. Throws `Unseen`. */
export function usesOf(pod: Pod, claim: MountedClaim, stack: Stack): readonly Observation[] {
  const { spot, place, own } = claim;
  if (spot === undefined) return [];
  return sight(() => {
    const modes = itemsAt(spot, 'spec', 'accessModes').map((item) => textAt(item) ?? '');
    const found: Observation[] = [];
    const only = (mode: string): boolean => modes.length > 0 && modes.every((one) => one === mode);
    const count = own ? 1 : copies(pod, stack);
    const isAlone = only('ReadWriteOncePod') || (only('ReadWriteOnce') && !onOneNode(pod));
    const others = own || count > 1 || !isAlone ? [] : othersWith(stack, claim, pod.resource);
    if (only('ReadWriteOncePod')) found.push(...forOnePod(pod, claim, count, others));
    if (only('ReadWriteOnce') && !onOneNode(pod)) {
      const needed = 'ReadWriteMany, one replica, or a claim for each pod';
      const able = `claim ${claim.name} can be mounted by one node`;
      if (count > 1)
        found.push(violation(place, `${able}, and ${named(count)} pods may run on several`, needed));
      else if (others.length > 0)
        found.push(violation(place, `${able}, and ${others.join(', ')} may run on another`, needed));
    }
    if (only('ReadOnlyMany') && !claim.readOnly && !mountedReadOnly(pod, claim.volume))
      found.push(
        violation(place, `claim ${claim.name} is read-only and is mounted for writing`, 'readOnly: true'),
      );
    return found;
  });
}

function forOnePod(
  pod: Pod,
  { name, place }: MountedClaim,
  count: number,
  others: readonly string[],
): readonly Observation[] {
  if (count > 1)
    return [violation(place, `claim ${name} is for one pod, and there are ${named(count)}`, 'one replica')];
  if (others.length > 0)
    return [
      violation(place, `claim ${name} is for one pod, and ${others.join(', ')} has it too`, 'one workload'),
    ];
  if (!rollsOver(pod)) return [];
  const strategy = go(spotAt(pod.resource.tree), 'spec', 'strategy');
  const message = `claim ${name} is for one pod, and a rolling update starts the next before the last has ended`;
  return [comparedBy(byText(name), violation(strategy, message, 'type: Recreate'))];
}

/**
 * Whether an update of the one pod starts a second before the first has ended. Of one pod a share of `maxSurge` is
 * rounded up and one of `maxUnavailable` down; absent they are 25 %. Where both come to nothing Kubernetes does without
 * the one pod (`ResolveFenceposts`, pkg/controller/deployment/util). Throws `Unseen`.
 */
function rollsOver({ resource }: Pod): boolean {
  if (resource.kind !== 'Deployment') return false;
  const strategy = go(spotAt(resource.tree), 'spec', 'strategy');
  if (textAt(strategy, 'type') === 'Recreate') return false;
  if (/^0+%?$/.test(textAt(strategy, 'rollingUpdate', 'maxSurge') ?? '25%')) return false;
  return !/^(?:[1-9]\d*|100%)$/.test(textAt(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%');
}

/** Workloads by the name of the claim that they mount. */
const mounting = perStack((stack) => {
  const found = new Map<string, Pod[]>();
  for (const pod of stack.resources.flatMap((one) => podTemplates(one)).map(openPod)) {
    for (const name of claimNames(pod)) {
      found.set(name, [...(found.get(name) ?? []), pod]);
    }
  }
  return found;
});

/** What cannot be seen is unknown where the pod itself is judged. */
function claimNames({ spec }: Pod): readonly string[] {
  try {
    return itemsAt(spec, 'volumes').flatMap((one) => textAt(one, 'persistentVolumeClaim', 'claimName') ?? []);
  } catch (error) {
    if (error instanceof Unseen) return [];
    throw error;
  }
}

/** Names of the other workloads that mount the claim and may run on another node. Throws `Unseen`. */
function othersWith(stack: Stack, claim: MountedClaim, self: Resource): readonly string[] {
  const others = (mounting(stack).get(claim.name) ?? [])
    .filter((pod) => pod.resource !== self && !pod.resource.patch && !onOneNode(pod))
    .map(({ resource }) => resource);
  const { sure, perhaps } = inNamespace(
    Map.groupBy(others, ({ namespace }) => namespace),
    claim.namespace,
  );
  const [doubtful] = perhaps;
  if (sure.length === 0 && doubtful !== undefined) throw namespaceUnseen(self, doubtful);
  return sure.map(describeResource).sort();
}

function named(count: number): string {
  return count === Number.POSITIVE_INFINITY ? 'as many as nodes' : String(count);
}

/** Pods that run at a time. Throws `Unseen`. */
function copies({ resource }: Pod, stack: Stack): number {
  const spot = spotAt(resource.tree);
  switch (resource.kind) {
    case 'DaemonSet':
      return Number.POSITIVE_INFINITY;
    case 'Job':
      return numberAt(spot, 'spec', 'parallelism') ?? 1;
    case 'CronJob':
      return numberAt(spot, 'spec', 'jobTemplate', 'spec', 'parallelism') ?? 1;
    case 'Pod':
      return 1;
    default:
      return replicasOf({ resource, spot }, stack).most;
  }
}

const hostName = 'kubernetes.io/hostname';

/** A node's name, a selector of its host name, or an affinity to pods of one host keeps all pods on one node. */
function onOneNode({ spec }: Pod): boolean {
  const affinity = go(spec, 'affinity', 'podAffinity');
  return (
    isSet(spec, 'nodeName') ||
    isSet(go(spec, 'nodeSelector'), hostName) ||
    itemsAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution').some(
      (term) => textAt(term, 'topologyKey') === hostName,
    )
  );
}

/** Whether every container mounts the volume read-only. Throws `Unseen`. */
function mountedReadOnly(pod: Pod, volume: string): boolean {
  return ['initContainers', 'containers'].every((list) =>
    itemsAt(pod.spec, list).every((container: Spot) =>
      itemsAt(container, 'volumeMounts').every(
        (mount) => textAt(mount, 'name') !== volume || textAt(mount, 'readOnly') === 'true',
      ),
    ),
  );
}
