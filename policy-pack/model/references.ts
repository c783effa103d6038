// Who refers to whom among resources of other providers: by Pulumi's own word, or by the names of a state.

import { textsBelow, waitsOf } from './leaves.ts';
import { namesOf } from './provider-names.ts';
import type { Resource } from './resource.ts';
import type { Stack } from './stack.ts';
import { child, isMap } from './tree.ts';

export interface Use {
  readonly user: Resource;
  /** Property of the user at its top. */
  readonly property: string;
}

/** Resources of some kinds that a property refers to, in the order of the stack. */
export function uses(
  stack: Stack,
  resource: Resource,
  property: string,
  kinds: readonly string[],
): readonly Resource[] {
  const found = linksOf(stack).uses.get(resource)?.get(property) ?? new Set();
  return [...found].filter(({ kind }) => kinds.includes(kind));
}

/** Who refers to a resource, in the order of the stack. */
export function usersOf(stack: Stack, resource: Resource): readonly Use[] {
  return linksOf(stack).users.get(resource) ?? [];
}

interface Links {
  readonly uses: ReadonlyMap<Resource, ReadonlyMap<string, ReadonlySet<Resource>>>;
  readonly users: ReadonlyMap<Resource, readonly Use[]>;
}

const known = new WeakMap<Stack, Links>();

function linksOf(stack: Stack): Links {
  const links = known.get(stack) ?? link(stack.foreign);
  known.set(stack, links);
  return links;
}

function link(resources: readonly Resource[]): Links {
  const byUrn = new Map(
    resources.map((one) => [one.source.kind === 'urn' ? one.source.urn : '', one] as const),
  );
  const byName = namesOf(resources);
  const uses = new Map<Resource, Map<string, Set<Resource>>>();
  const users = new Map<Resource, Use[]>();
  for (const user of resources) {
    if (!isMap(user.tree)) continue;
    const own = new Map<string, Set<Resource>>();
    uses.set(user, own);
    for (const property of Object.keys(user.tree)) {
      const value = child(user.tree, property);
      const said = user.cameFrom?.get(property) ?? [];
      const found = new Set<Resource>();
      for (const urn of said.length > 0 ? said : waitsOf(value)) {
        const target = byUrn.get(urn);
        if (target !== undefined) found.add(target);
      }
      for (const text of textsBelow(value)) {
        for (const target of byName(text, property, user)) found.add(target);
      }
      found.delete(user);
      own.set(property, found);
      for (const target of found) {
        const list = users.get(target) ?? [];
        list.push({ user, property });
        users.set(target, list);
      }
    }
  }
  return { uses, users };
}
