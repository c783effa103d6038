// Connections beyond what is meant: one finding a destination, and the holes that leave a pair undecided.
import type { Resource } from '../../model/resource.ts';
import { type Connection, none } from '../../reach/connections.ts';
import type { Peer, Reachability } from '../../reach/reachability.ts';
import type { StackSight } from '../rule.ts';
import { doubtsAbout } from './doubts.ts';
import { type GroupPair, groupPairs, type PairQuestion, someOf } from './pairs.ts';

export interface Question extends PairQuestion {
  /** What is meant between two workloads; `undefined`: nobody asks. */
  meant(source: Peer, destination: Peer): Connection | undefined;
  readonly required: string;
}

/** One sight of every workload that is asked about as a destination; none seen is a pass. */
export function unwanted(reach: Reachability, question: Question): readonly StackSight[] {
  const { table } = reach;
  const found = new Map<Peer, Map<Connection, string[]>>();
  const doubts: StackSight[] = [];
  const asked = new Set<Peer>();
  for (const pair of groupPairs(reach, question)) {
    const { source, destination } = pair;
    const meant = question.meant(source, destination);
    if (meant === undefined) continue;
    for (const one of pair.destinations) asked.add(one);
    const extra = table.subtract(pair.decision.sure, meant);
    if (extra !== none) note(found, pair, extra);
    else if (table.subtract(pair.decision.perhaps, meant) !== none) {
      const why = 'whether policies allow it cannot be told';
      doubts.push(...doubtsAbout(reach, 'ingress', destination.endpoints[0] ?? -1, why));
      doubts.push(...doubtsAbout(reach, 'egress', source.endpoints[0] ?? -1, why));
    }
  }
  return [
    ...[...asked].map(
      (destination): StackSight => ({
        resource: resourceAt(reach, destination),
        seen: [...(found.get(destination) ?? [])].map(([extra, sources]) => ({
          kind: 'violation',
          path: [],
          actual: table.text(extra),
          required: question.required,
          message: `${destination.name} can be reached by ${someOf(sources.toSorted())} on ${table.text(extra)}`,
          edits: [],
        })),
      }),
    ),
    ...doubts,
  ];
}

function note(found: Map<Peer, Map<Connection, string[]>>, pair: GroupPair, extra: Connection): void {
  for (const destination of pair.destinations) {
    const rows = found.get(destination) ?? new Map<Connection, string[]>();
    found.set(destination, rows);
    const names = rows.get(extra) ?? [];
    rows.set(extra, names);
    for (const source of pair.sources) if (source !== destination) names.push(source.name);
  }
}

/** The resource of a workload's peer. */
export function resourceAt(reach: Reachability, peer: Peer): Resource {
  const workload = reach.population.workloads[peer.workload];
  if (workload === undefined) throw new RangeError(`${peer.name} is no workload`);
  return workload.resource;
}
