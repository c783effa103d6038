// AdminNetworkPolicy, BaselineAdminNetworkPolicy (v1alpha1) and ClusterNetworkPolicy (v1alpha2) → the common form.
import type { Resource } from '../model/resource.ts';
import { everything, readSelector } from '../model/selector.ts';
import { at, isMap, type Path, type Tree } from '../model/tree.ts';
import { listAt, numberAt, textAt } from '../model/typed.ts';
import { type AddressRange, parseBlock } from './addresses.ts';
import type { Direction, Heed, PeerMatch, PodScope, Policy, PortMatch, Rule, Tier } from './policy.ts';
import { readAdminPort, readProtocolMatch } from './policy-port.ts';

const nothingKnown: PodScope = { namespaces: { kind: 'unknown' }, pods: everything };

/** https://network-policy-api.sigs.k8s.io/reference/spec/ */
export function readAdminPolicy(resource: Resource): Policy {
  const tier = tierOf(resource);
  const priority = numberAt(resource.tree, ['spec', 'priority']);
  const heed = resource.kind === 'ClusterNetworkPolicy' ? 'always' : 'strict';
  const subject = readScope(at(resource.tree, ['spec', 'subject']), heed);
  const understood = tier !== undefined && priority.kind === 'known';
  return {
    resource,
    tier: understood ? tier : 'foreign',
    priority:
      priority.kind === 'known' && resource.kind !== 'BaselineAdminNetworkPolicy' ? (priority.value ?? 0) : 0,
    subject: subject ?? nothingKnown,
    ingress: readRules(resource, 'ingress', heed),
    egress: readRules(resource, 'egress', heed),
    ...(understood ? {} : { reason: 'its tier or priority is not known' }),
  };
}

function tierOf(resource: Resource): Tier | undefined {
  if (resource.kind === 'AdminNetworkPolicy') return 'admin';
  if (resource.kind === 'BaselineAdminNetworkPolicy') return 'baseline';
  const tier = textAt(resource.tree, ['spec', 'tier']);
  if (tier.kind !== 'known') return undefined;
  return tier.value === 'Admin' ? 'admin' : tier.value === 'Baseline' ? 'baseline' : undefined;
}

/**
 * `namespaces: selector` or `pods: {namespaceSelector, podSelector}`; an absent selector selects all. «Note that
 * host-networked pods are not included in subject selection», nor in «this type of peer».
 */
function readScope(found: ReturnType<typeof at>, withoutHost: Heed): PodScope | undefined {
  if (found.kind !== 'known' || found.value === undefined) return undefined;
  const namespaces = at(found.value, ['namespaces']);
  const pods = at(found.value, ['pods']);
  if (namespaces.kind !== 'known' || pods.kind !== 'known') return undefined;
  if (namespaces.value !== undefined) {
    const selector = readSelector(namespaces.value);
    return { namespaces: { kind: 'selected', selector }, pods: everything, withoutHost };
  }
  if (pods.value === undefined) return undefined;
  return {
    namespaces: { kind: 'selected', selector: readSelector(pods.value, ['namespaceSelector']) },
    pods: readSelector(pods.value, ['podSelector']),
    withoutHost,
  };
}

function readRules(resource: Resource, direction: Direction, heed: Heed): readonly Rule[] | undefined {
  const path: Path = ['spec', direction];
  const listed = listAt(resource.tree, path);
  const doubtful: Rule = {
    action: 'unknown',
    peers: [{ kind: 'doubtful', whom: 'anyone', reason: `${direction} rules are not known` }],
    ports: undefined,
    path,
  };
  if (listed.kind !== 'known') return [doubtful];
  if (listed.value === undefined || listed.value.length === 0) return undefined;
  return listed.value.map((item, index): Rule => {
    const action = readAction(item);
    if (action === undefined) return { ...doubtful, path: [...path, index] };
    const peers = readPeers(item, direction === 'ingress' ? 'from' : 'to', heed);
    // Of a peer that a plug-in does not know, the API says that `Deny` and `Pass` deny everything.
    const isStrange = peers.some((peer) => peer.kind === 'doubtful' && peer.whom === 'anyone');
    return {
      action: isStrange && action !== 'allow' ? 'unknown' : action,
      peers,
      ports: readPorts(item),
      path: [...path, index],
    };
  });
}

function readAction(rule: Tree): Rule['action'] | undefined {
  const action = textAt(rule, ['action']);
  if (action.kind !== 'known') return undefined;
  switch (action.value) {
    case 'Allow':
    case 'Accept':
      return 'allow';
    case 'Deny':
      return 'deny';
    case 'Pass':
      return 'pass';
    default:
      return undefined;
  }
}

/** README of the suite and API agree: no peers match everyone in v1alpha1 data; a newer API refuses them. */
function readPeers(rule: Tree, key: 'from' | 'to', heed: Heed): readonly PeerMatch[] {
  const listed = listAt(rule, [key]);
  if (listed.kind !== 'known') return [{ kind: 'doubtful', whom: 'anyone', reason: `${key} is not known` }];
  if (listed.value === undefined || listed.value.length === 0) return [{ kind: 'everyone' }];
  return listed.value.map((peer) => readPeer(peer, heed));
}

/** Of networks: «note that cluster-internal traffic will be checked against the rule as well». */
function readPeer(peer: Tree, heed: Heed): PeerMatch {
  const networks = listAt(peer, ['networks']);
  if (networks.kind !== 'known')
    return { kind: 'doubtful', whom: 'outside', podsToo: heed, reason: 'networks are not known' };
  if (networks.value !== undefined) {
    const ranges = networks.value.map((item) => (typeof item === 'string' ? parseBlock(item) : undefined));
    const known = ranges.filter((range): range is AddressRange => range !== undefined);
    return known.length === ranges.length
      ? { kind: 'addresses', ranges: known, podsToo: heed }
      : {
          kind: 'doubtful',
          whom: 'outside',
          podsToo: heed,
          reason: 'a network is not known or no CIDR',
        };
  }
  for (const [key, whom] of [
    ['nodes', 'nodes'],
    ['domainNames', 'outside'],
  ] as const) {
    if (isMap(peer) && Object.hasOwn(peer, key)) {
      return { kind: 'doubtful', whom, reason: `which addresses ${key} stand for is not in the stack` };
    }
  }
  const scope = readScope(at(peer, []), heed);
  return scope === undefined
    ? { kind: 'doubtful', whom: 'anyone', reason: 'a peer of an unknown kind' }
    : { kind: 'pods', scope };
}

/** v1alpha1 has `ports`, v1alpha2 `protocols`; both absent: everything. */
function readPorts(rule: Tree): readonly PortMatch[] | undefined {
  for (const [key, read] of [
    ['ports', readAdminPort],
    ['protocols', readProtocolMatch],
  ] as const) {
    const listed = listAt(rule, [key]);
    if (listed.kind !== 'known') return [{ kind: 'doubtful', reason: `${key} are not known` }];
    if (listed.value !== undefined && listed.value.length > 0) return listed.value.map(read);
  }
  return undefined;
}
