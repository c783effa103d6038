// Which pods a scope selects: equal scopes are looked up once, candidates come from an index of labels.
import { both, type Requirement, selects, type Truth } from '../model/selector.ts';
import type { Pod } from './pods.ts';
import type { NamespaceScope, PodScope } from './policy.ts';

export interface Members {
  /** Pods that are surely selected, ascending. */
  readonly sure: readonly number[];
  /** Pods that are perhaps selected, ascending. */
  readonly perhaps: readonly number[];
}

export function scopeKey(scope: PodScope): string {
  return `${namespaceKey(scope.namespaces)}|${scope.pods.key}|${scope.withoutHost ?? ''}`;
}

function namespaceKey(scope: NamespaceScope): string {
  switch (scope.kind) {
    case 'named':
      return `=${scope.name}`;
    case 'selected':
      return `~${scope.selector.key}`;
    case 'unknown':
      return '?';
  }
}

/** Whether a scope selects a pod. */
export function inScope(scope: PodScope, pod: Pick<Pod, 'namespace' | 'namespaceLabels' | 'labels'>): Truth {
  const { namespaces } = scope;
  let inside: Truth;
  if (namespaces.kind === 'unknown') inside = 'maybe';
  else if (namespaces.kind === 'selected') inside = selects(namespaces.selector, pod.namespaceLabels);
  else inside = pod.namespace === undefined ? 'maybe' : pod.namespace === namespaces.name ? 'yes' : 'no';
  return inside === 'no' ? 'no' : both(inside, selects(scope.pods, pod.labels));
}

/** A function that finds the members of any scope; results are remembered by the scope's key. */
export function createMembership(pods: readonly Pod[]): (scope: PodScope) => Members {
  const byLabel = new Map<string, number[]>();
  /** Pods of which a label is set, but not known. */
  const byKey = new Map<string, number[]>();
  const byNamespace = new Map<string, number[]>();
  /** Pods that an index cannot exclude. */
  const clouded: number[] = [];
  for (const pod of pods) {
    if (!pod.labels.complete || pod.namespace === undefined) clouded.push(pod.index);
    for (const key of pod.labels.clouded.keys()) push(byKey, key, pod.index);
    for (const [key, value] of pod.labels.entries) push(byLabel, `${key}=${value}`, pod.index);
    if (pod.namespace !== undefined) push(byNamespace, pod.namespace, pod.index);
  }
  const everyone = pods.map((pod) => pod.index);

  const narrowed = (requirement: Requirement): readonly number[] | undefined =>
    requirement.operator === 'In'
      ? [...requirement.values]
          .flatMap((value) => byLabel.get(`${requirement.key}=${value}`) ?? [])
          .concat(byKey.get(requirement.key) ?? [])
      : undefined;

  const candidates = (scope: PodScope): readonly number[] => {
    let best: readonly number[] = everyone;
    if (scope.namespaces.kind === 'named') best = byNamespace.get(scope.namespaces.name) ?? [];
    for (const requirement of scope.pods.requirements) {
      const found = narrowed(requirement);
      if (found !== undefined && found.length < best.length) best = found;
    }
    if (best === everyone) return best;
    return [...new Set([...best, ...clouded])].sort((a, b) => a - b);
  };

  const known = new Map<string, Members>();
  return (scope) => {
    const key = scopeKey(scope);
    const before = known.get(key);
    if (before !== undefined) return before;
    const sure: number[] = [];
    const perhaps: number[] = [];
    for (const index of candidates(scope)) {
      const pod = pods[index];
      const truth = pod === undefined ? 'no' : inScope(scope, pod);
      if (truth === 'yes') sure.push(index);
      else if (truth === 'maybe') perhaps.push(index);
    }
    const members = { sure, perhaps };
    known.set(key, members);
    return members;
  };
}

function push(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
}
