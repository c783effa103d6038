// The domain names of one rule, and what of them goes beyond an allow-list.
import { itemsOf, textOr } from '../../../model/typed.ts';
import { all, type Connection, type Connections, none } from '../../../reach/connections.ts';
import type { Policy, Rule } from '../../../reach/policy.ts';
import { connectionOf, type Target } from '../../network/intents.ts';

/** Names of a rule and their ports beyond the list. */
export function beyond(
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
export function namesOf({ resource }: Policy, rule: Rule): readonly string[] {
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
export function fits(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.startsWith('*.') && name.replace(/^\*\*?\./, '*.').endsWith(pattern.slice(1));
}
