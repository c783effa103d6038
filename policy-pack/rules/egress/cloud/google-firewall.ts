// Whether a firewall of Google's stands before the nodes of a cluster: by network and by tags.
import { describeForeign } from '../../../model/foreign.ts';
import { uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { at, isList } from '../../../model/tree.ts';
import { containersOf, type Standing } from './containers.ts';

const network = 'gcp:compute/network:Network';

/** Google's firewalls are a network's, for all of it or for the machines with a tag. */
export function standingOfFirewall(stack: Stack, firewall: Resource): Standing {
  const { runners, subnets, complete } = containersOf(stack);
  const networksOf = (one: Resource): readonly Resource[] => uses(stack, one, 'network', [network]);
  const ours = [...runners, ...subnets].flatMap(networksOf);
  const own = networksOf(firewall);
  // A cluster whose network is not known may stand in the firewall's.
  const isWhole =
    runners.every((one) => networksOf(one).length > 0) ||
    (complete && [...subnets].every((one) => networksOf(one).length > 0));
  const isOthers = own.length > 0 && ours.length > 0 && isWhole && !own.some((one) => ours.includes(one));
  if (isOthers) return { kind: 'others' };
  if (!own.some((one) => ours.includes(one))) return { kind: 'untold' };
  const whose = own.map(describeForeign).join(', ');
  const targets = textsIn(firewall, ['targetTags']);
  const accounts = textsIn(firewall, ['targetServiceAccounts']);
  if (targets === undefined || accounts === undefined || accounts.length > 0) return { kind: 'untold' };
  if (targets.length === 0) return { kind: 'containers', whose };
  const tags = nodeTags(stack, runners);
  if (tags === undefined) return { kind: 'untold' };
  // GKE gives every node tags of its own.
  if (targets.some((tag) => tags.includes(tag) || tag.startsWith('gke-')))
    return { kind: 'containers', whose };
  return { kind: 'others' };
}

function nodeTags(stack: Stack, runners: readonly Resource[]): readonly string[] | undefined {
  const pools = stack.foreign.filter(({ kind }) => kind === 'gcp:container/nodePool:NodePool');
  const lists = [...runners, ...pools].map((one) => textsIn(one, ['nodeConfig', 'tags']));
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** Texts of a list; `undefined` where one is not known. */
function textsIn(resource: Resource, path: readonly string[]): readonly string[] | undefined {
  const list = at(resource.tree, path);
  if (list.kind !== 'known') return undefined;
  if (list.value === undefined) return [];
  const texts = isList(list.value) ? list.value.filter((item) => typeof item === 'string') : [];
  return isList(list.value) && texts.length === list.value.length ? texts : undefined;
}
