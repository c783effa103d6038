// Resources of other providers (aws, azure-native, gcp …): their raw trees, beside the Kubernetes ones.
import type { Resource } from './resource.ts';
import type { Stack } from './stack.ts';
import type { Tree } from './tree.ts';

/**
 * A resource whose kind is its type token without an API version (`azure-native:storage:StorageAccount`);
 * its group is the provider's name. Such resources stand in `Stack.foreign` alone.
 */
export function foreignResource(
  type: string,
  name: string,
  tree: Tree,
  source: Resource['source'],
): Resource {
  return {
    apiVersion: type,
    group: type.slice(0, Math.max(0, type.indexOf(':'))),
    kind: foreignKind(type),
    patch: false,
    namespace: '',
    name,
    nameKnown: true,
    tree,
    source,
  };
}

/** `azure-native:storage/v20230101:StorageAccount` → `azure-native:storage:StorageAccount`. */
export function foreignKind(type: string): string {
  return type.replace(/\/v\d{8}\w*(?=:)/, '');
}

/** Resources of other providers by kind, in the order of the stack. */
export function foreignOfKind(stack: Stack, ...kinds: readonly string[]): readonly Resource[] {
  return stack.foreign.filter(({ kind }) => kinds.includes(kind));
}

/** `Subnet nodes`, for messages: where the provider is plain from the rest. */
export function describeForeign({ kind, name }: Resource): string {
  return `${kind.slice(kind.lastIndexOf(':') + 1)} ${name}`;
}
