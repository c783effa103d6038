// Rules of policies that can never decide anything, because another rule says the same or more before.
import type { CompiledRule } from '../../../reach/compiled.ts';
import { type Connections, none } from '../../../reach/connections.ts';
import type { Direction, PeerMatch } from '../../../reach/policy.ts';
import { covers } from '../../../reach/public.ts';
import type { Reachability } from '../../../reach/reachability.ts';

export interface Shadow {
  readonly rule: CompiledRule;
  readonly by: CompiledRule;
}

/** Rules that another one covers wherever they apply, whatever pods may come. */
export function shadows(reach: Reachability, direction: Direction): readonly Shadow[] {
  const side = reach[direction];
  const found: Shadow[] = [];
  for (const own of side.rules) {
    for (const [index, rule] of (own ?? []).entries()) {
      const before = (own ?? []).slice(0, index);
      const twin = before.find((other) =>
        firstWins(other) || sameAction(other, rule) ? includes(reach.table, other, rule) : false,
      );
      const by = twin ?? elsewhere(reach, direction, rule);
      if (by !== undefined) found.push({ rule, by });
    }
  }
  return found;
}

/** In tiers with order, an earlier rule decides whatever it says. */
function firstWins({ policy }: CompiledRule): boolean {
  return policy.tier !== 'network';
}

function sameAction(a: CompiledRule, b: CompiledRule): boolean {
  return a.rule.action === b.rule.action;
}

/** NetworkPolicies add up: a rule of a policy that selects every pod of the namespace covers the others'. */
function elsewhere(
  { policies, table, ...reach }: Reachability,
  direction: Direction,
  rule: CompiledRule,
): CompiledRule | undefined {
  if (rule.policy.tier !== 'network') return undefined;
  const [home, scope] = [rule.policy.resource.namespace, rule.policy.subject.pods];
  for (const [index, rules] of reach[direction].rules.entries()) {
    const policy = policies[index];
    if (policy === undefined || policy === rule.policy || policy.tier !== 'network') continue;
    if (home === undefined || policy.resource.namespace !== home) continue;
    const { pods } = policy.subject;
    const all = pods.certain && pods.requirements.length === 0;
    const same = pods.certain && pods.key === scope.key;
    // Of two equal rules only the later one is dead.
    const later = policies.indexOf(rule.policy) > index;
    if (!all && !(same && later)) continue;
    if (all && scope.requirements.length === 0 && !later) continue;
    const by = (rules ?? []).find((other) => includes(table, other, rule));
    if (by !== undefined) return by;
  }
  return undefined;
}

function includes(table: Connections, outer: CompiledRule, inner: CompiledRule): boolean {
  if (outer.ports.doubtful || inner.ports.doubtful) return false;
  if (table.subtract(inner.ports.fixed, outer.ports.fixed) !== none) return false;
  const named = new Set(outer.ports.named.map((one) => `${one.name} ${one.protocol}`));
  const whole = outer.rule.ports === undefined;
  if (!whole && inner.ports.named.some((one) => !named.has(`${one.name} ${one.protocol}`))) return false;
  return inner.rule.peers.every((peer, index) =>
    outer.rule.peers.some((other, at) => {
      if (peer.kind === 'doubtful' || other.kind === 'doubtful') return false;
      return outer.atoms[at] === inner.atoms[index] || holdsPeer(other, peer);
    }),
  );
}

function holdsPeer(outer: PeerMatch, inner: PeerMatch): boolean {
  if (outer.kind === 'everyone') return true;
  if (outer.kind !== 'addresses' || inner.kind !== 'addresses') return false;
  return inner.ranges.every((range) => outer.ranges.some((other) => covers(other, range)));
}
