// How many pods a workload has at least, its autoscaler considered.
import type { Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import { perStack } from '../per-stack.ts';
import type { ResourceSubject } from '../rule.ts';
import { go, numberAt, type Spot, spotAt, textAt, Unseen } from '../spot.ts';

export interface Replicas {
  readonly least: number;
  /** Where the number stands: in the autoscaler where there is one. */
  readonly place: Spot;
}

/** Throws `Unseen` where the number is not known. Absent means 1 (API reference, Deployment). */
export function replicasOf({ resource, spot }: ResourceSubject, stack: Stack): Replicas {
  const scaler = scalers(stack).get(scaleKey(resource.namespace, resource.kind, resource.name));
  const place = go(spot, 'spec', 'replicas');
  if (scaler === undefined) return { least: numberAt(place) ?? 1, place };
  return { least: numberAt(spotAt(scaler.tree), 'spec', 'minReplicas') ?? 1, place };
}

export function scaleKey(namespace: string | undefined, kind: string, name: string): string {
  return JSON.stringify([namespace, kind, name]);
}

/** Autoscalers by the workload that they scale; one whose target is not known scales nothing here. */
export const scalers = perStack((stack) => {
  const found = new Map<string, Resource>();
  for (const scaler of stack.byKind.get('HorizontalPodAutoscaler') ?? []) {
    const target = targetOf(scaler);
    if (target !== undefined) found.set(scaleKey(scaler.namespace, target.kind, target.name), scaler);
  }
  return found;
});

function targetOf(scaler: Resource): { readonly kind: string; readonly name: string } | undefined {
  try {
    const target = go(spotAt(scaler.tree), 'spec', 'scaleTargetRef');
    return { kind: textAt(target, 'kind') ?? '', name: textAt(target, 'name') ?? '' };
  } catch (error) {
    if (error instanceof Unseen) return undefined;
    throw error;
  }
}
