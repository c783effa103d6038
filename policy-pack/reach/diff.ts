// `reach diff`: connections that a change opens, closes or changes.
import type { Stack } from '../model/stack.ts';
import type { AddressRange } from './addresses.ts';
import { type Connection, type Connections, createConnections, none } from './connections.ts';
import type { Decision } from './decide.ts';
import { fromInternet, internetName } from './entrances.ts';
import { controllerName, exposures } from './exposure.ts';
import { readPolicies } from './policies.ts';
import { type Reachability, type ReachOptions, reachability } from './reachability.ts';

export type ChangeKind = 'opened' | 'closed' | 'changed';

export interface ConnectionChange {
  readonly kind: ChangeKind;
  readonly source: string;
  readonly destination: string;
  /** Texts of what is perhaps allowed before and after; `unknown:` in front where not surely. */
  readonly before: string;
  readonly after: string;
  /** Only what is new, and only what is gone. */
  readonly gained: string;
  readonly lost: string;
  /** What leads there from the internet, after the change or else before it. */
  readonly through?: string;
}

/**
 * Compares two stacks. Outside addresses are cut at the bounds of both, so that every row has its match.
 * `opened`: nothing before; `closed`: nothing after; sorted by source and destination. `after`: for who draws it.
 */
export function compareReach(
  base: Stack,
  head: Stack,
  options: ReachOptions = {},
): { readonly changes: readonly ConnectionChange[]; readonly after: Reachability } {
  const table = createConnections();
  const extraCuts = [...cutsOf(base), ...cutsOf(head), ...(options.extraCuts ?? [])];
  const before = reachability(base, { ...options, table, extraCuts });
  const after = reachability(head, { ...options, table, extraCuts });
  const known = collect(before);
  const changes: ConnectionChange[] = [];
  const nothing: Row = { sure: none, perhaps: none };
  const compare = (source: string, destination: string, then: Row, now: Row): void => {
    if (then.sure === now.sure && then.perhaps === now.perhaps) return;
    const through = now.through ?? then.through;
    changes.push({
      kind: then.perhaps === none ? 'opened' : now.perhaps === none ? 'closed' : 'changed',
      source,
      destination,
      before: describe(table, then),
      after: describe(table, now),
      gained: table.text(table.subtract(now.perhaps, then.perhaps)),
      lost: table.text(table.subtract(then.perhaps, now.perhaps)),
      ...(through !== undefined && { through }),
    });
  };
  eachRow(after, (source, destination, now) => {
    const row = known.get(source);
    compare(source, destination, row?.get(destination) ?? nothing, now);
    row?.delete(destination);
  });
  for (const [source, row] of known) {
    for (const [destination, then] of row) compare(source, destination, then, nothing);
  }
  const key = (change: ConnectionChange): string => `${change.source}\n${change.destination}`;
  return { changes: changes.sort((a, b) => (key(a) < key(b) ? -1 : 1)), after };
}

function describe(table: Connections, decision: Decision): string {
  const text = (set: Connection): string => table.text(set);
  if (decision.sure === decision.perhaps) return text(decision.sure);
  const doubtful = `unknown: ${text(table.subtract(decision.perhaps, decision.sure))}`;
  return decision.sure === none ? doubtful : `${text(decision.sure)}; ${doubtful}`;
}

/** Every range of either direction's policies, so that both sides of both stacks are cut alike. */
function cutsOf(stack: Stack): readonly AddressRange[] {
  return readPolicies(stack)
    .flatMap((policy) => [...(policy.ingress ?? []), ...(policy.egress ?? [])])
    .flatMap((rule) => rule.peers)
    .flatMap((peer) => (peer.kind === 'addresses' ? peer.ranges : []));
}

interface Row extends Decision {
  readonly through?: string;
}

function eachRow(reach: Reachability, visit: (source: string, destination: string, row: Row) => void): void {
  reach.forEach((source, destination, decision) => {
    visit(source.name, destination.name, decision);
  });
  for (const { destination, decision } of exposures(reach)) visit(controllerName, destination.name, decision);
  for (const { workload, decision, through } of fromInternet(reach)) {
    visit(internetName, reach.population.workloads[workload]?.name ?? '', { ...decision, through });
  }
}

function collect(reach: Reachability): Map<string, Map<string, Row>> {
  const rows = new Map<string, Map<string, Row>>();
  eachRow(reach, (source, destination, decision) => {
    const row = rows.get(source) ?? new Map<string, Row>();
    row.set(destination, decision);
    rows.set(source, row);
  });
  return rows;
}
