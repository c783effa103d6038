// Domain names that policies let pods reach, held against the names of the allow-list.
import { itemsOf, textOr } from '../../../model/typed.ts';
import { all, type Connection, type Connections, none } from '../../../reach/connections.ts';
import type { Policy, Rule } from '../../../reach/policy.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import { policiesAt } from '../../network/doubts.ts';
import { connectionOf, type Target } from '../../network/intents.ts';
import { someOf } from '../../network/pairs.ts';
import { isPublic } from '../../network/public.ts';
import { sideOf } from '../../network/reach.ts';
import type { Observation } from '../../observation.ts';
import type { StackSight } from '../../rule.ts';

export interface NameAnswer {
  /** One sight a policy that lets pods reach names beyond the list. */
  readonly sights: readonly StackSight[];
  /** Whether all that is doubtful of a pod's egress are names, each allowed or among the sights. */
  settles(pod: number): boolean;
}

/**
 * A name that a rule allows is proven to be reachable when nothing keeps the pod from any public address on its
 * ports: whatever addresses the name has, they are open. Where something does, it stays unknown.
 */
export function askNames(reach: Reachability, targets: readonly Target[], required: string): NameAnswer {
  const proven = new Map<Rule, Set<number>>();
  const plain = reach.population.pods.map(({ index }) => isPlain(reach, index));
  const sights = reach.policies.flatMap((policy, number): StackSight[] => {
    const rules = policy.egress ?? [];
    const seen = rules.flatMap((rule, at): Observation[] => {
      const extra = beyond(reach.table, policy, rule, targets);
      if (extra.length === 0 || rules.slice(0, at).some((one) => denies(policy, one, extra))) return [];
      const ports = extra.reduce((sum, one) => reach.table.unite(sum, one.ports), none);
      const pods = podsUnder(reach, number).filter(
        (pod) => plain[pod] === true && openEverywhere(reach, pod, ports),
      );
      if (pods.length === 0) return [];
      proven.set(rule, new Set(pods));
      const owners = new Set(pods.map((pod) => reach.population.pods[pod]?.workload ?? -1));
      const who = someOf([...owners].map((owner) => reach.population.workloads[owner]?.name ?? ''));
      return extra.map((one) => {
        const on = reach.table.text(one.ports);
        const message = `${who} can reach ${one.name} on ${on}, which is not allowed`;
        return { kind: 'violation', path: rule.path, actual: one.name, required, message, edits: [] };
      });
    });
    return seen.length === 0 ? [] : [{ resource: policy.resource, seen }];
  });
  return {
    sights,
    settles: (pod) =>
      plain[pod] === true &&
      policiesAt(reach, 'egress', pod).every((policy) =>
        (policy.egress ?? []).every(
          (rule) =>
            !isDoubtful(rule) ||
            rule.action !== 'allow' ||
            beyond(reach.table, policy, rule, targets).length === 0 ||
            proven.get(rule)?.has(pod) === true,
        ),
      ),
  };
}

/** Whether every policy of a pod surely selects it and leaves nothing but names open. */
function isPlain(reach: Reachability, pod: number): boolean {
  const profile = reach.egress.profiles[reach.egress.profileOf[pod] ?? -1];
  if (profile === undefined || profile.perhaps.length > 0) return false;
  return policiesAt(reach, 'egress', pod).every(
    (policy) =>
      policy.tier !== 'foreign' &&
      (policy.egress ?? []).every((rule) => !isDoubtful(rule) || namesOf(policy, rule).length > 0),
  );
}

function podsUnder({ egress }: Reachability, policy: number): readonly number[] {
  return egress.profileOf.flatMap((profile, pod) =>
    egress.profiles[profile]?.sure.includes(policy) === true ? [pod] : [],
  );
}

function openEverywhere(reach: Reachability, pod: number, ports: Connection): boolean {
  const decide = sideOf(reach, 'egress');
  return reach.egress.outside.every(
    (range, index) =>
      !isPublic(range) ||
      reach.table.subtract(ports, decide(pod, reach.population.pods.length + index).perhaps) === none,
  );
}

function denies(policy: Policy, rule: Rule, extra: readonly { readonly name: string }[]): boolean {
  return (
    rule.action !== 'allow' &&
    namesOf(policy, rule).some((name) => extra.some((one) => fits(name, one.name) || fits(one.name, name)))
  );
}

function isDoubtful(rule: Rule): boolean {
  return [...rule.peers, ...(rule.ports ?? [])].some((part) => part.kind === 'doubtful');
}

/** Names of a rule and their ports beyond the list. */
function beyond(
  table: Connections,
  policy: Policy,
  rule: Rule,
  targets: readonly Target[],
): readonly { readonly name: string; readonly ports: Connection }[] {
  if (rule.action !== 'allow') return [];
  return namesOf(policy, rule).flatMap((name) => {
    const ports = targets
      .filter(({ peer }) => peer.kind === 'name' && fits(peer.pattern, name))
      .reduce((rest, target) => table.subtract(rest, connectionOf(table, target)), portsOf(table, rule));
    return ports === none ? [] : [{ name, ports }];
  });
}

/** `dnsName` of an egress firewall, `domainNames` of admin tiers; none where ports or other peers are doubtful. */
function namesOf({ resource }: Policy, rule: Rule): readonly string[] {
  if ((rule.ports ?? []).some((port) => port.kind === 'doubtful')) return [];
  const [, , index] = rule.path;
  const item = typeof index === 'number' ? itemsOf(resource.tree, ['spec', 'egress'])[index] : undefined;
  // A rule whose action is decided later may allow other names than it denies.
  if (!/^(?:Allow|Accept|Deny|Pass)$/.test(textOr(item, ['action']) ?? textOr(item, ['type']) ?? ''))
    return [];
  const written = [
    [textOr(item, ['to', 'dnsName'])].filter((name) => name !== undefined),
    ...itemsOf(item, ['to']).map((to) => itemsOf(to, ['domainNames'])),
  ].filter((names) => names.length > 0);
  const names = written
    .flat()
    .flatMap((name) => (typeof name === 'string' ? [name.toLowerCase().replace(/\.$/, '')] : []));
  const doubtful = rule.peers.filter((peer) => peer.kind === 'doubtful').length;
  return written.length === doubtful && names.length === written.flat().length ? names : [];
}

function portsOf(table: Connections, { ports }: Rule): Connection {
  return (
    ports?.reduce<Connection>(
      (sum, port) =>
        port.kind === 'range' ? table.unite(sum, table.of(port.protocol, port.from, port.to)) : all,
      none,
    ) ?? all
  );
}

/** `*.example.com` allows any name below, itself a wildcard or not. */
function fits(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.startsWith('*.') && name.replace(/^\*\*?\./, '*.').endsWith(pattern.slice(1));
}
