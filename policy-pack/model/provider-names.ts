// The names by which resources of other providers refer to each other in a state.
import type { Resource } from './resource.ts';
import { at, type Tree } from './tree.ts';

/** Properties of Google's and Azure's that name a resource where the others hold its id. */
const byShortName = new Set([
  ...['network', 'subnetwork', 'subnetworks', 'router', 'natIps', 'cluster'],
  ...['networkSecurityGroupName', 'virtualNetworkName', 'accountName'],
]);

export type ByName = (text: string, property: string, user: Resource) => readonly Resource[];

/** Finds by id, ARN, link, or short name where a property holds one. */
export function namesOf(resources: readonly Resource[]): ByName {
  const ids = new Map<string, Resource[]>();
  const names = new Map<string, Resource[]>();
  const add = (to: Map<string, Resource[]>, key: string | undefined, resource: Resource): void => {
    if (key === undefined || key === '') return;
    const list = to.get(key.toLowerCase()) ?? [];
    list.push(resource);
    to.set(key.toLowerCase(), list);
  };
  for (const resource of resources) {
    const output = (name: string): string | undefined => plain(resource.answer?.outputs, name);
    const id = resource.answer?.id;
    add(ids, id, resource);
    add(ids, output('arn'), resource);
    add(ids, output('selfLink'), resource);
    const name = output('name') ?? plain(resource.tree, 'name') ?? (id === undefined ? id : lastPart(id));
    if (name !== undefined) add(names, `${resource.group} ${name}`, resource);
  }
  return (text, property, user) =>
    ids.get(text.toLowerCase()) ??
    (byShortName.has(property) ? names.get(`${user.group} ${lastPart(text)}`.toLowerCase()) : undefined) ??
    [];
}

function plain(tree: Tree | undefined, key: string): string | undefined {
  const found = at(tree, [key]);
  return found.kind === 'known' && typeof found.value === 'string' ? found.value : undefined;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
