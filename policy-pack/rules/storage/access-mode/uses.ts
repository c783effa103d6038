// Whether the pods of a workload can use a claim together: how many they are, and how they mount it.
import { type Observation, sight, violation } from '../../observation.ts';
import type { Pod } from '../../pod.ts';
import { go, isSet, itemsAt, numberAt, type Spot, spotAt, textAt } from '../../spot.ts';
import type { MountedClaim } from '../joins.ts';

/** Observations at the pod's volume. Throws `Unseen`. */
export function usesOf(pod: Pod, claim: MountedClaim): readonly Observation[] {
  const { spot, place, own } = claim;
  if (spot === undefined) return [];
  return sight(() => {
    const modes = itemsAt(spot, 'spec', 'accessModes').map((item) => textAt(item) ?? '');
    const found: Observation[] = [];
    const only = (mode: string): boolean => modes.length > 0 && modes.every((one) => one === mode);
    const count = own ? 1 : copies(pod);
    if (only('ReadWriteOncePod') && count > 1)
      found.push(
        violation(place, `claim ${claim.name} is for one pod, and there are ${named(count)}`, 'one replica'),
      );
    if (only('ReadWriteOnce') && count > 1 && !onOneNode(pod))
      found.push(
        violation(
          place,
          `claim ${claim.name} can be mounted by one node, and ${named(count)} pods may run on several`,
          'ReadWriteMany, one replica, or a claim for each pod',
        ),
      );
    if (only('ReadOnlyMany') && !claim.readOnly && !mountedReadOnly(pod, claim.volume))
      found.push(
        violation(place, `claim ${claim.name} is read-only and is mounted for writing`, 'readOnly: true'),
      );
    return found;
  });
}

function named(count: number): string {
  return count === Number.POSITIVE_INFINITY ? 'as many as nodes' : String(count);
}

/** Pods that run at a time. Throws `Unseen`. */
function copies({ resource }: Pod): number {
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
      return numberAt(spot, 'spec', 'replicas') ?? 1;
  }
}

/** A node's name, or a selector of its host name, keeps all pods on one node. */
function onOneNode({ spec }: Pod): boolean {
  return isSet(spec, 'nodeName') || isSet(go(spec, 'nodeSelector'), 'kubernetes.io/hostname');
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
