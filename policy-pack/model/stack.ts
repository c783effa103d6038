// The stack as one value: its resources by kind, and what of it cannot be seen.
import type { OpaqueThing, Resource } from './resource.ts';

export interface Stack {
  readonly resources: readonly Resource[];
  readonly opaque: readonly OpaqueThing[];
  /** Resources of other providers: no rule about Kubernetes looks at them. */
  readonly foreign: readonly Resource[];
  readonly byKind: ReadonlyMap<string, readonly Resource[]>;
  /** Helm releases whose manifests stand in their place; absent: none. */
  readonly rendered?: readonly string[];
}

/** Puts a stack together; the order of the resources is kept. */
export function buildStack(
  resources: readonly Resource[],
  opaque: readonly OpaqueThing[] = [],
  foreign: readonly Resource[] = [],
): Stack {
  const byKind = new Map<string, Resource[]>();
  for (const resource of resources) {
    const same = byKind.get(resource.kind);
    if (same === undefined) byKind.set(resource.kind, [resource]);
    else same.push(resource);
  }
  return { resources, opaque, foreign, byKind };
}

/** The stack with these resources in place of its own. */
export function withResources(
  stack: Stack,
  resources: readonly Resource[],
  foreign: readonly Resource[] = stack.foreign,
): Stack {
  const { opaque, rendered } = stack;
  return { ...buildStack(resources, opaque, foreign), ...(rendered !== undefined && { rendered }) };
}

/** Resources of a kind, of one API group when given. */
export function ofKind(stack: Stack, kind: string, group?: string): readonly Resource[] {
  const all = stack.byKind.get(kind) ?? [];
  return group === undefined ? all : all.filter((resource) => resource.group === group);
}
