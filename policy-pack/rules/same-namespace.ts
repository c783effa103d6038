// Which resources stand in a namespace: what is not known on either side is a maybe, never a match and never none.
import { describeResource, type Resource } from '../model/resource.ts';
import type { Stack } from '../model/stack.ts';
import { at } from '../model/tree.ts';
import { perStack } from './per-stack.ts';
import { Unseen } from './spot.ts';

export interface Neighbours<T = Resource> {
  readonly sure: readonly T[];
  readonly perhaps: readonly T[];
}

export type ByNamespace<T = Resource> = ReadonlyMap<string | undefined, readonly T[]>;

/** Resources of a kind by namespace. */
export function kindByNamespace(kind: string): (stack: Stack) => ByNamespace {
  return perStack((stack) => Map.groupBy(stack.byKind.get(kind) ?? [], ({ namespace }) => namespace));
}

export function inNamespace<T>(index: ByNamespace<T>, namespace: string | undefined): Neighbours<T> {
  return namespace === undefined
    ? { sure: [], perhaps: [...index.values()].flat() }
    : { sure: index.get(namespace) ?? [], perhaps: index.get(undefined) ?? [] };
}

/** What to throw where it matters whether `other` stands in the namespace of `subject`. */
export function namespaceUnseen(subject: Resource, other: Resource): Unseen {
  const path = ['metadata', 'namespace'];
  const found = [subject, other].map(({ tree }) => at(tree, path)).find(({ kind }) => kind !== 'known');
  const dependsOn = found?.kind === 'unknown' ? found.dependsOn : [];
  const reason = `whether ${describeResource(other)} stands in its namespace cannot be told`;
  return new Unseen(path, reason, dependsOn);
}
