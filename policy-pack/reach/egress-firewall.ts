// OpenShift's egress firewalls (EgressFirewall of OVN-Kubernetes, EgressNetworkPolicy of OpenShift SDN) → the common form.
import type { Resource } from '../model/resource.ts';
import { everything } from '../model/selector.ts';
import { at, isMap, type Path, type Tree } from '../model/tree.ts';
import { listAt, textAt } from '../model/typed.ts';
import { parseBlock } from './addresses.ts';
import type { PeerMatch, Policy, Rule } from './policy.ts';
import { readPolicyPort } from './policy-port.ts';

/**
 * Traffic from a namespace's pods to addresses outside is checked against the rules in order; without a match it
 * is allowed (https://docs.okd.io/latest/rest_api/network_apis/egressfirewall-k8s-ovn-org-v1.html). Traffic between
 * pods is not looked at.
 */
export function readEgressFirewall(resource: Resource): Policy {
  const path: Path = ['spec', 'egress'];
  const listed = listAt(resource.tree, path);
  const broken = brokenBecause(resource, listed.kind === 'known' ? (listed.value?.length ?? 0) : 0);
  const doubtful = broken ?? (listed.kind === 'known' ? undefined : 'its rules are not known');
  const { namespace } = resource;
  return {
    resource,
    tier: 'firewall',
    priority: 0,
    subject: {
      namespaces: namespace === undefined ? { kind: 'unknown' } : { kind: 'named', name: namespace },
      pods: everything,
    },
    ingress: undefined,
    egress:
      doubtful === undefined && listed.kind === 'known'
        ? (listed.value ?? []).map((item, index) => readRule(item, [...path, index]))
        : [doubtfulRule(path, doubtful ?? '')],
  };
}

/** Rules of one object: more break it (limitations of each plug-in's egress firewall). */
const mostRules = { EgressFirewall: 8000, EgressNetworkPolicy: 1000 };

/** Why the plug-in may drop everything instead of following the rules. */
function brokenBecause(resource: Resource, rules: number): string | undefined {
  const sdn = resource.kind === 'EgressNetworkPolicy';
  const most = sdn ? mostRules.EgressNetworkPolicy : mostRules.EgressFirewall;
  if (rules > most) return `more than ${most} rules break an egress firewall`;
  if (sdn && resource.namespace === 'default') return 'the default project cannot use an egress firewall';
  return undefined;
}

/**
 * No project can have more than one, and with OpenShift SDN no global or joined one (`shared`) any: then all traffic
 * to the outside might be dropped.
 */
export function breakMisplaced(policies: readonly Policy[], shared: ReadonlySet<string>): readonly Policy[] {
  const counts = new Map<string, number>();
  const home = ({ resource }: Policy): string => resource.namespace ?? '';
  for (const policy of policies) {
    if (policy.tier === 'firewall') counts.set(home(policy), (counts.get(home(policy)) ?? 0) + 1);
  }
  const broken = (policy: Policy): string | undefined => {
    if (policy.tier !== 'firewall') return undefined;
    if ((counts.get(home(policy)) ?? 0) > 1) return 'its project has more than one egress firewall';
    return policy.resource.kind === 'EgressNetworkPolicy' && shared.has(home(policy))
      ? 'global and joined projects cannot use an egress firewall'
      : undefined;
  };
  return policies.map((policy) => {
    const reason = broken(policy);
    return reason === undefined ? policy : { ...policy, egress: [doubtfulRule(['spec', 'egress'], reason)] };
  });
}

function doubtfulRule(path: Path, reason: string): Rule {
  return { action: 'unknown', peers: [doubt(reason)], ports: undefined, path };
}

function doubt(reason: string): PeerMatch {
  return { kind: 'doubtful', whom: 'outside', reason };
}

function readRule(item: Tree, path: Path): Rule {
  const type = textAt(item, ['type']);
  const action =
    type.kind !== 'known'
      ? undefined
      : type.value === 'Allow'
        ? 'allow'
        : type.value === 'Deny'
          ? 'deny'
          : undefined;
  if (action === undefined) return doubtfulRule(path, 'a rule neither allows nor denies');
  const ports = listAt(item, ['ports']);
  return {
    action,
    peers: [readTarget(item)],
    ports:
      ports.kind !== 'known'
        ? [{ kind: 'doubtful', reason: 'ports are not known' }]
        : ports.value === undefined || ports.value.length === 0
          ? undefined
          : ports.value.map(readPolicyPort),
    path,
  };
}

/** Exactly one of cidrSelector, dnsName, nodeSelector; whose addresses a name has is not in the stack. */
function readTarget(item: Tree): PeerMatch {
  const block = textAt(item, ['to', 'cidrSelector']);
  const named = textAt(item, ['to', 'dnsName']);
  if (block.kind !== 'known') return doubt('a cidrSelector is not known');
  if (block.value !== undefined && block.value !== '') {
    if (named.kind !== 'known' || named.value !== undefined) return doubt('a rule with two targets');
    const range = parseBlock(block.value);
    return range === undefined
      ? doubt('a cidrSelector that is no CIDR')
      : { kind: 'addresses', ranges: [range] };
  }
  if (named.kind !== 'known' || named.value !== undefined) {
    return doubt('which addresses a dnsName stands for is not in the stack');
  }
  const to = at(item, ['to']);
  if (to.kind === 'known' && isMap(to.value) && Object.hasOwn(to.value, 'nodeSelector')) {
    return { kind: 'doubtful', whom: 'nodes', reason: 'which addresses nodes have is not in the stack' };
  }
  return doubt('a rule without a target that is understood');
}
