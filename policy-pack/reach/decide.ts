// What the policies of one direction decide for one profile towards one class of peers, tier by tier.
import type { Truth } from '../model/selector.ts';
import type { CompiledRule, PeerClass, Profile, Side } from './compiled.ts';
import { all, type Connection, type Connections, none } from './connections.ts';
import { portsTowards } from './rule-ports.ts';

/** Connections that are surely allowed, and those that are perhaps allowed (the sure ones included). */
export interface Decision {
  readonly sure: Connection;
  readonly perhaps: Connection;
}

export function matches(rule: CompiledRule, peers: PeerClass): Truth {
  let answer: Truth = 'no';
  for (const atom of rule.atoms) {
    if (peers.sure.has(atom)) return 'yes';
    if (peers.perhaps.has(atom)) answer = 'maybe';
  }
  return answer;
}

interface Applied extends CompiledRule {
  /** Whether its policy surely selects the pod. */
  readonly certain: boolean;
}

/** Rules of the policies of one tier that apply to a profile, by priority and then in a fixed order. */
export function rulesOf(side: Side, profile: Profile, tier: string): readonly (readonly Applied[])[] {
  const groups: Applied[][] = [];
  for (const [list, certain] of [
    [profile.sure, true],
    [profile.perhaps, false],
  ] as const) {
    for (const index of list) {
      const rules = side.rules[index]?.map((rule) => ({ ...rule, certain })) ?? [];
      if (rules[0]?.policy.tier === tier) groups.push(rules);
    }
  }
  return groups.sort((a, b) => (a[0]?.policy.priority ?? 0) - (b[0]?.policy.priority ?? 0));
}

/**
 * Policies of the Network Policy API and NetworkPolicy together (KEP-2091: admin, network, baseline tier). What a hole
 * leaves open counts as open only where the ways part: for each port it is asked what can become of it.
 */
export function decide(
  table: Connections,
  side: Side,
  profile: Profile,
  peers: PeerClass,
  tiers: Tiers,
): Decision {
  const receiver = side.direction === 'ingress' ? profile.pod : peers.pod;
  const admin = firstMatch(table, tiers.admin, peers, receiver, all);
  const rest = table.unite(admin.remaining, admin.passed);
  let { allowed, denied } = admin;
  if (tiers.isolated || tiers.perhapsIsolated) {
    const network = union(table, tiers.network, peers, receiver);
    allowed = table.unite(allowed, table.intersect(rest, table.unite(network.sure, network.perhaps)));
    denied = table.unite(denied, table.subtract(rest, network.sure));
  }
  if (!tiers.isolated) {
    const baseline = firstMatch(table, tiers.baseline, peers, receiver, rest);
    const open = table.unite(baseline.remaining, baseline.passed);
    allowed = table.unite(allowed, table.unite(baseline.allowed, open));
    denied = table.unite(denied, baseline.denied);
  }
  if (tiers.foreign) [allowed, denied] = [all, all];
  if (tiers.firewall.length > 0) {
    const firewall = firstMatch(table, tiers.firewall, peers, receiver, all);
    const open = table.unite(firewall.allowed, firewall.remaining);
    // Whether an admin tier's word goes before a firewall's differs between network plug-ins.
    allowed = table.intersect(allowed, table.unite(open, admin.allowed));
    denied = table.unite(denied, firewall.denied);
  }
  return { sure: table.subtract(allowed, denied), perhaps: allowed };
}

export interface Tiers {
  readonly admin: readonly (readonly Applied[])[];
  readonly network: readonly Applied[];
  readonly baseline: readonly (readonly Applied[])[];
  readonly firewall: readonly (readonly Applied[])[];
  readonly isolated: boolean;
  readonly perhapsIsolated: boolean;
  readonly foreign: boolean;
}

/** Sorts the policies of a profile into their tiers, once for all classes of peers. */
export function tiersOf(side: Side, profile: Profile, tierOfPolicy: (index: number) => string): Tiers {
  const has = (list: readonly number[], tier: string): boolean =>
    list.some((index) => tierOfPolicy(index) === tier);
  return {
    admin: rulesOf(side, profile, 'admin'),
    network: rulesOf(side, profile, 'network').flat(),
    baseline: rulesOf(side, profile, 'baseline'),
    firewall: rulesOf(side, profile, 'firewall'),
    isolated: has(profile.sure, 'network'),
    perhapsIsolated: has(profile.perhaps, 'network'),
    foreign: has(profile.sure, 'foreign') || has(profile.perhaps, 'foreign'),
  };
}

/** What can become of ports: a port stands in each set that is possible. */
interface Outcome {
  /** No rule matches. */
  readonly remaining: Connection;
  readonly allowed: Connection;
  readonly passed: Connection;
  readonly denied: Connection;
}

/**
 * First matching rule wins for each port; a rule that only perhaps matches leaves its ports to the next as well.
 * Among policies of equal priority the API leaves the winner open: what any of them would do is possible.
 */
function firstMatch(
  table: Connections,
  policies: readonly (readonly Applied[])[],
  peers: PeerClass,
  receiver: PeerClass['pod'],
  from: Connection,
): Outcome {
  let state: Outcome = { remaining: from, allowed: none, passed: none, denied: none };
  let index = 0;
  while (index < policies.length) {
    const priority = policies[index]?.[0]?.policy.priority;
    const start = state.remaining;
    for (; index < policies.length && policies[index]?.[0]?.policy.priority === priority; index += 1) {
      const own = applyRules(table, policies[index] ?? [], peers, receiver, start);
      state = {
        remaining: table.intersect(state.remaining, own.remaining),
        allowed: table.unite(state.allowed, own.allowed),
        passed: table.unite(state.passed, own.passed),
        denied: table.unite(state.denied, own.denied),
      };
    }
  }
  return state;
}

function applyRules(
  table: Connections,
  rules: readonly Applied[],
  peers: PeerClass,
  receiver: PeerClass['pod'],
  from: Connection,
): Outcome {
  let [remaining, allowed, passed, denied] = [from, none, none, none];
  for (const rule of rules) {
    const match = matches(rule, peers);
    if (match === 'no') continue;
    const ports = portsTowards(table, rule.ports, receiver);
    const hit = table.intersect(table.unite(ports.sure, ports.perhaps), remaining);
    const { action } = rule.rule;
    const may = (what: typeof action): boolean => action === what || action === 'unknown';
    if (may('allow')) allowed = table.unite(allowed, hit);
    if (may('pass')) passed = table.unite(passed, hit);
    if (may('deny')) denied = table.unite(denied, hit);
    if (match === 'yes' && rule.certain && action !== 'unknown')
      remaining = table.subtract(remaining, ports.sure);
  }
  return { remaining, allowed, passed, denied };
}

function union(
  table: Connections,
  rules: readonly Applied[],
  peers: PeerClass,
  receiver: PeerClass['pod'],
): Decision {
  let sure = none;
  let perhaps = none;
  for (const rule of rules) {
    const match = matches(rule, peers);
    if (match === 'no') continue;
    const ports = portsTowards(table, rule.ports, receiver);
    if (match === 'yes' && rule.certain) sure = table.unite(sure, ports.sure);
    else perhaps = table.unite(perhaps, ports.sure);
    perhaps = table.unite(perhaps, ports.perhaps);
  }
  return { sure, perhaps: table.subtract(perhaps, sure) };
}
