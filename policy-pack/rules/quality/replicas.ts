// How many pods a workload has at least and at most, its autoscaler considered.
import type { Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import { perStack } from '../per-stack.ts';
import type { ResourceSubject } from '../rule.ts';
import { type ByNamespace, inNamespace, namespaceUnseen } from '../same-namespace.ts';
import { go, numberAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../spot.ts';

export interface Replicas {
  readonly least: number;
  readonly most: number;
  /** Where the workload says it. */
  readonly place: Spot;
}

/** Throws `Unseen` where the number is not known. Absent means 1 (API reference, Deployment). */
export function replicasOf({ resource, spot }: ResourceSubject, stack: Stack): Replicas {
  const { byTarget, aimless } = scalers(stack);
  const { namespace, kind, name } = resource;
  const aimed = inNamespace(byNamespace(byTarget.get(targetKey(kind, name)) ?? []), namespace);
  const scaler = aimed.sure.at(-1);
  const place = go(spot, 'spec', 'replicas');
  if (scaler !== undefined) {
    const bounds = go(spotAt(scaler.tree), 'spec');
    const least = numberAt(bounds, 'minReplicas') ?? 1;
    return { least, most: numberAt(bounds, 'maxReplicas') ?? least, place };
  }
  const { sure, perhaps } = inNamespace(aimless, namespace);
  if (sure.length + perhaps.length > 0)
    throw new Unseen(pathOf(place), 'an autoscaler whose target is not known may decide it');
  const [doubtful] = aimed.perhaps;
  if (doubtful !== undefined) throw namespaceUnseen(resource, doubtful);
  const count = numberAt(place) ?? 1;
  return { least: count, most: count, place };
}

function targetKey(kind: string, name: string): string {
  return JSON.stringify([kind, name]);
}

function byNamespace(all: readonly Resource[]): ByNamespace {
  return Map.groupBy(all, ({ namespace }) => namespace);
}

/** Autoscalers by the workload that they scale, and those whose target is not known. */
const scalers = perStack((stack) => {
  const byTarget = new Map<string, Resource[]>();
  const aimless: Resource[] = [];
  for (const scaler of stack.byKind.get('HorizontalPodAutoscaler') ?? []) {
    try {
      const target = go(spotAt(scaler.tree), 'spec', 'scaleTargetRef');
      const key = targetKey(textAt(target, 'kind') ?? '', textAt(target, 'name') ?? '');
      byTarget.set(key, [...(byTarget.get(key) ?? []), scaler]);
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      aimless.push(scaler);
    }
  }
  return { byTarget, aimless: byNamespace(aimless) };
});
