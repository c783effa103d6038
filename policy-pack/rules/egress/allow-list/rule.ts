// egress/allow-list: pods reach nothing outside that is broader than what the policy allows.

import { itemsOf, textOr } from '../../../model/typed.ts';
import { all, type Connection, type Connections, none } from '../../../reach/connections.ts';
import type { Policy, Rule } from '../../../reach/policy.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import { policiesAt } from '../../network/doubts.ts';
import { connectionOf, parseTarget, type Target } from '../../network/intents.ts';
import { networkPlace } from '../../network/place.ts';
import { covers, isPublic } from '../../network/public.ts';
import type { StackRule } from '../../rule.ts';
import { askOutside } from '../outside.ts';

export const rule: StackRule = {
  ...networkPlace,
  id: 'egress/allow-list',
  title: 'pods reach outside only what the policy allows',
  severity: 'high',
  otherwise: 'block',
  because:
    'Stolen data and commands for an intruder go out wherever egress is broader than the workload needs.',
  fix: 'Narrow the egress rules to the allowed addresses and ports, or add the target to `stack.egress.allow`.',
  frameworks: ['NIST SP 800-190 4.3.3'],
  configuredBy: ['stack.egress.allow'],
  subject: 'stack',
  check: ({ stack, policy: { egress } }) => {
    if (egress.allow === undefined) return [];
    const targets = egress.allow.flatMap((text) => parseTarget(text) ?? []);
    const cuts = targets.flatMap(({ peer }) => (peer.kind === 'addresses' ? [peer.range] : []));
    return askOutside(stack, {
      cuts,
      forbidden: (table, range) =>
        targets
          .filter(({ peer }) =>
            peer.kind === 'internet'
              ? isPublic(range)
              : peer.kind === 'addresses' && covers(peer.range, range),
          )
          .reduce((rest, target) => table.subtract(rest, connectionOf(table, target)), all),
      required: egress.allow.join(', ') || 'nothing outside',
      say: (ports, where) => `can reach ${where} on ${ports}, which is not allowed`,
      settled: (reach, pod) => namesOnly(reach, pod, targets),
    });
  },
};

/** Whether every doubt is a domain name that the policy allows on no more ports. */
function namesOnly(reach: Reachability, pod: number, targets: readonly Target[]): boolean {
  const profile = reach.egress.profiles[reach.egress.profileOf[pod] ?? -1];
  if (profile === undefined || profile.perhaps.length > 0) return false;
  const policies = policiesAt(reach, 'egress', pod);
  return policies.every(
    (policy) =>
      policy.tier !== 'foreign' &&
      (policy.egress ?? []).every(
        (one) => !isDoubtful(one) || allowedName(reach.table, policy, one, targets),
      ),
  );
}

function isDoubtful(one: Rule): boolean {
  return [...one.peers, ...(one.ports ?? [])].some((part) => part.kind === 'doubtful');
}

function allowedName(
  table: Connections,
  { resource }: Policy,
  one: Rule,
  targets: readonly Target[],
): boolean {
  const [, , index] = one.path;
  const item = typeof index === 'number' ? itemsOf(resource.tree, ['spec', 'egress'])[index] : undefined;
  const names = [
    textOr(item, ['to', 'dnsName']),
    ...itemsOf(item, ['to']).flatMap((to) => itemsOf(to, ['domainNames'])),
  ];
  const known = names.flatMap((name) =>
    typeof name === 'string' ? [name.toLowerCase().replace(/\.$/, '')] : [],
  );
  if (known.length === 0 || (one.ports ?? []).some((port) => port.kind === 'doubtful')) return false;
  if (one.action !== 'allow') return true;
  const ports = portsOf(table, one, itemsOf(item, ['ports']).length);
  return known.every((name) =>
    targets.some(
      (target) =>
        target.peer.kind === 'name' &&
        fits(target.peer.pattern, name) &&
        table.subtract(ports, connectionOf(table, target)) === none,
    ),
  );
}

function portsOf(table: Connections, one: Rule, written: number): Connection {
  if (one.ports === undefined || written === 0) return all;
  return one.ports.reduce<Connection>(
    (sum, port) =>
      port.kind === 'range' ? table.unite(sum, table.of(port.protocol, port.from, port.to)) : all,
    none,
  );
}

/** `*.example.com` allows any name below, itself a wildcard or not. */
function fits(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.startsWith('*.') && name.replace(/^\*\*?\./, '*.').endsWith(pattern.slice(1));
}
