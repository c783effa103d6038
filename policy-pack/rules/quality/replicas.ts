// How many pods a workload has at least and at most, its autoscaler considered.
import type { Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import { perStack } from '../per-stack.ts';
import type { ResourceSubject } from '../rule.ts';
import { go, numberAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../spot.ts';

export interface Replicas {
  readonly least: number;
  readonly most: number;
  /** Where the workload says it. */
  readonly place: Spot;
}

/** Throws `Unseen` where the number is not known. Absent means 1 (API reference, Deployment). */
export function replicasOf({ resource, spot }: ResourceSubject, stack: Stack): Replicas {
  const { known, doubtful } = scalers(stack);
  const scaler = known.get(scaleKey(resource.namespace, resource.kind, resource.name));
  const place = go(spot, 'spec', 'replicas');
  if (scaler !== undefined) {
    const bounds = go(spotAt(scaler.tree), 'spec');
    const least = numberAt(bounds, 'minReplicas') ?? 1;
    return { least, most: numberAt(bounds, 'maxReplicas') ?? least, place };
  }
  if (doubtful.has(resource.namespace)) {
    throw new Unseen(pathOf(place), 'an autoscaler whose target is not known may decide it');
  }
  const count = numberAt(place) ?? 1;
  return { least: count, most: count, place };
}

function scaleKey(namespace: string | undefined, kind: string, name: string): string {
  return JSON.stringify([namespace, kind, name]);
}

/** Autoscalers by the workload that they scale, and the namespaces of those whose target is not known. */
const scalers = perStack((stack) => {
  const known = new Map<string, Resource>();
  const doubtful = new Set<string | undefined>();
  for (const scaler of stack.byKind.get('HorizontalPodAutoscaler') ?? []) {
    try {
      const target = go(spotAt(scaler.tree), 'spec', 'scaleTargetRef');
      const key = scaleKey(scaler.namespace, textAt(target, 'kind') ?? '', textAt(target, 'name') ?? '');
      known.set(key, scaler);
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      doubtful.add(scaler.namespace);
    }
  }
  return { known, doubtful };
});
