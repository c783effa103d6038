// NetworkPolicy (networking.k8s.io/v1) → the common form.
import type { Resource } from '../model/resource.ts';
import { everything, readSelector } from '../model/selector.ts';
import { at, isMap, type Path, type Tree } from '../model/tree.ts';
import { listAt, textAt } from '../model/typed.ts';
import { type AddressRange, parseBlock, without } from './addresses.ts';
import type { NamespaceScope, PeerMatch, Policy, Rule } from './policy.ts';
import { readPolicyPort } from './policy-port.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export function readNetworkPolicy(resource: Resource): Policy {
  const own: NamespaceScope =
    resource.namespace === undefined ? { kind: 'unknown' } : { kind: 'named', name: resource.namespace };
  const types = policyTypes(resource.tree);
  return {
    resource,
    tier: types === undefined ? 'foreign' : 'network',
    priority: 0,
    subject: { namespaces: own, pods: readSelector(resource.tree, ['spec', 'podSelector']) },
    ingress:
      types === undefined || types.has('Ingress') ? readRules(resource.tree, 'ingress', own) : undefined,
    egress: types === undefined || types.has('Egress') ? readRules(resource.tree, 'egress', own) : undefined,
    ...(types === undefined ? { reason: 'spec.policyTypes is not known' } : {}),
  };
}

/** Without `policyTypes`: Ingress, and Egress too if there are egress rules. `undefined`: not known. */
function policyTypes(tree: Tree): ReadonlySet<string> | undefined {
  const listed = listAt(tree, ['spec', 'policyTypes']);
  if (listed.kind !== 'known') return undefined;
  if (listed.value !== undefined && listed.value.length > 0) {
    const names = listed.value.map((item) => textAt(item, []));
    if (names.some((name) => name.kind !== 'known')) return undefined;
    return new Set(names.map((name) => (name.kind === 'known' ? (name.value ?? '') : '')));
  }
  const egress = listAt(tree, ['spec', 'egress']);
  if (egress.kind !== 'known') return undefined;
  return new Set((egress.value ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
}

function readRules(tree: Tree, direction: 'ingress' | 'egress', own: NamespaceScope): readonly Rule[] {
  const path: Path = ['spec', direction];
  const listed = listAt(tree, path);
  if (listed.kind !== 'known') {
    return [{ action: 'allow', peers: [doubt(`${direction} rules are not known`)], ports: undefined, path }];
  }
  return (listed.value ?? []).map((item, index) => ({
    action: 'allow',
    peers: readPeers(item, direction === 'ingress' ? 'from' : 'to', own),
    ports: readPorts(item),
    path: [...path, index],
  }));
}

function doubt(reason: string): PeerMatch {
  return { kind: 'doubtful', whom: 'anyone', reason };
}

/** Absent or empty peers match everyone. */
function readPeers(rule: Tree, key: 'from' | 'to', own: NamespaceScope): readonly PeerMatch[] {
  const listed = listAt(rule, [key]);
  if (listed.kind !== 'known') return [doubt(`${key} is not known`)];
  if (listed.value === undefined || listed.value.length === 0) return [{ kind: 'everyone' }];
  return listed.value.map((peer) => readPeer(peer, own));
}

function readPeer(peer: Tree, own: NamespaceScope): PeerMatch {
  const block = at(peer, ['ipBlock']);
  const namespaces = at(peer, ['namespaceSelector']);
  const pods = at(peer, ['podSelector']);
  if (block.kind !== 'known' || namespaces.kind !== 'known' || pods.kind !== 'known') {
    return doubt('a peer is not known');
  }
  if (block.value !== undefined) {
    const ranges = readBlock(block.value);
    return ranges === undefined
      ? { kind: 'doubtful', whom: 'outside', reason: 'an ipBlock is not known or no CIDR' }
      : { kind: 'addresses', ranges };
  }
  if (namespaces.value === undefined && pods.value === undefined) return doubt('a peer of an unknown kind');
  return {
    kind: 'pods',
    scope: {
      namespaces:
        namespaces.value === undefined ? own : { kind: 'selected', selector: readSelector(namespaces.value) },
      pods: pods.value === undefined ? everything : readSelector(pods.value),
    },
  };
}

function readBlock(block: Tree): readonly AddressRange[] | undefined {
  const cidr = textAt(block, ['cidr']);
  const except = listAt(block, ['except']);
  if (!isMap(block) || cidr.kind !== 'known' || except.kind !== 'known') return undefined;
  const whole = parseBlock(cidr.value ?? '');
  const holes = (except.value ?? []).map((item) => (typeof item === 'string' ? parseBlock(item) : undefined));
  if (whole === undefined || holes.includes(undefined)) return undefined;
  return without(
    whole,
    holes.filter((hole) => hole !== undefined),
  );
}

function readPorts(rule: Tree): Rule['ports'] {
  const listed = listAt(rule, ['ports']);
  if (listed.kind !== 'known') return [{ kind: 'doubtful', reason: 'ports are not known' }];
  if (listed.value === undefined || listed.value.length === 0) return undefined;
  return listed.value.map(readPolicyPort);
}
