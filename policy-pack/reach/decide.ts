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

/** Policies of the Network Policy API and NetworkPolicy together (KEP-2091: admin, network, baseline tier). */
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
  let allowed = admin.allowed;
  let doubtful = admin.doubtful;
  if (tiers.isolated) {
    const network = union(table, tiers.network, peers, receiver);
    allowed = table.unite(allowed, table.intersect(rest, network.sure));
    doubtful = table.unite(doubtful, table.intersect(rest, network.perhaps));
  } else if (tiers.perhapsIsolated) {
    doubtful = table.unite(doubtful, rest);
  } else {
    const baseline = firstMatch(table, tiers.baseline, peers, receiver, rest);
    const open = table.unite(baseline.remaining, baseline.passed);
    allowed = table.unite(allowed, table.unite(baseline.allowed, open));
    doubtful = table.unite(doubtful, baseline.doubtful);
  }
  if (tiers.foreign) doubtful = all;
  if (tiers.firewall.length > 0) {
    const before = table.unite(allowed, doubtful);
    const firewall = firstMatch(table, tiers.firewall, peers, receiver, all);
    // Whether an admin tier's word goes before a firewall's differs between network plug-ins.
    const disputed = table.intersect(firewall.denied, admin.allowed);
    doubtful = table.unite(doubtful, table.unite(firewall.doubtful, disputed));
    const barred = table.subtract(firewall.denied, table.unite(disputed, firewall.doubtful));
    allowed = table.subtract(allowed, barred);
    doubtful = table.intersect(table.subtract(doubtful, barred), table.unite(allowed, before));
  }
  return { sure: table.subtract(allowed, doubtful), perhaps: table.unite(allowed, doubtful) };
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

interface Outcome {
  readonly remaining: Connection;
  readonly allowed: Connection;
  readonly passed: Connection;
  readonly denied: Connection;
  readonly doubtful: Connection;
}

/**
 * First matching rule wins for each port. A rule that only perhaps matches makes its ports doubtful. Where
 * policies of equal priority disagree, the API leaves the winner open: those ports are doubtful too.
 */
function firstMatch(
  table: Connections,
  policies: readonly (readonly Applied[])[],
  peers: PeerClass,
  receiver: PeerClass['pod'],
  from: Connection,
): Outcome {
  let state: Outcome = { remaining: from, allowed: none, passed: none, denied: none, doubtful: none };
  let index = 0;
  while (index < policies.length) {
    const priority = policies[index]?.[0]?.policy.priority;
    const start = state.remaining;
    const alone: Outcome[] = [];
    for (; index < policies.length && policies[index]?.[0]?.policy.priority === priority; index += 1) {
      const rules = policies[index] ?? [];
      alone.push(
        applyRules(table, rules, peers, receiver, {
          ...state,
          remaining: start,
          allowed: none,
          passed: none,
          denied: none,
        }),
      );
      state = applyRules(table, rules, peers, receiver, state);
    }
    if (alone.length > 1)
      state = { ...state, doubtful: table.unite(state.doubtful, disagreement(table, alone)) };
  }
  return state;
}

function applyRules(
  table: Connections,
  rules: readonly Applied[],
  peers: PeerClass,
  receiver: PeerClass['pod'],
  before: Outcome,
): Outcome {
  let { remaining, allowed, passed, denied, doubtful } = before;
  for (const rule of rules) {
    const match = matches(rule, peers);
    if (match === 'no') continue;
    const ports = portsTowards(table, rule.ports, receiver);
    const hit = table.intersect(ports.sure, remaining);
    if (match === 'maybe' || !rule.certain) {
      doubtful = table.unite(doubtful, table.intersect(table.unite(ports.sure, ports.perhaps), remaining));
      continue;
    }
    doubtful = table.unite(doubtful, table.intersect(table.subtract(ports.perhaps, hit), remaining));
    if (rule.rule.action === 'allow') allowed = table.unite(allowed, hit);
    else if (rule.rule.action === 'pass') passed = table.unite(passed, hit);
    else denied = table.unite(denied, hit);
    remaining = table.subtract(remaining, hit);
  }
  return { remaining, allowed, passed, denied, doubtful };
}

function disagreement(table: Connections, outcomes: readonly Outcome[]): Connection {
  let found = none;
  for (const [index, a] of outcomes.entries()) {
    for (const b of outcomes.slice(index + 1)) {
      for (const [x, y] of [
        [a.allowed, table.unite(b.denied, b.passed)],
        [a.denied, table.unite(b.allowed, b.passed)],
        [a.passed, table.unite(b.allowed, b.denied)],
        [a.doubtful, table.unite(table.unite(b.allowed, b.denied), b.passed)],
        [b.doubtful, table.unite(table.unite(a.allowed, a.denied), a.passed)],
      ] as const) {
        found = table.unite(found, table.intersect(x, y));
      }
    }
  }
  return found;
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
