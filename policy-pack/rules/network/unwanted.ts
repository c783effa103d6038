// Connections beyond what is meant: one finding a destination, and the holes that leave a pair undecided.
import type { Resource } from '../../model/resource.ts';
import { type Connection, none } from '../../reach/connections.ts';
import type { Peer, Reachability } from '../../reach/reachability.ts';
import type { Violation } from '../observation.ts';
import { subjectOf } from '../outcomes.ts';
import type { StackSight } from '../rule.ts';
import type { Part } from '../sameness.ts';
import { doubtsAbout } from './doubts.ts';
import { groupPairs, type PairQuestion, someOf } from './pairs.ts';
import { partsOf } from './parts.ts';

export interface Question extends PairQuestion {
  /** What is meant between two workloads; `undefined`: nobody asks. */
  meant(source: Peer, destination: Peer): Connection | undefined;
  readonly required: string;
}

/**
 * One sight of every workload that is asked about as a destination; none seen is a pass. Costs groups, not pairs: what
 * a group of senders opens is kept once for each group of receivers.
 */
export function unwanted(reach: Reachability, question: Question): readonly StackSight[] {
  const { table } = reach;
  const found = new Map<Group, Map<Connection, Group[]>>();
  const groupOf = new Map<Peer, Group>();
  const doubts: StackSight[] = [];
  for (const { sources, destinations, source, destination, decision } of groupPairs(reach, question)) {
    const meant = question.meant(source, destination);
    if (meant === undefined) continue;
    const opened = found.get(destinations) ?? new Map<Connection, Group[]>();
    found.set(destinations, opened);
    const extra = table.subtract(decision.sure, meant);
    if (extra !== none) {
      opened.set(extra, [...(opened.get(extra) ?? []), sources]);
      if (groupOf.get(source) !== sources) for (const one of sources) groupOf.set(one, sources);
    } else if (table.subtract(decision.perhaps, meant) !== none) {
      const why = 'whether policies allow it cannot be told';
      doubts.push(...doubtsAbout(reach, 'ingress', destination.endpoints[0] ?? -1, why));
      doubts.push(...doubtsAbout(reach, 'egress', source.endpoints[0] ?? -1, why));
    }
  }
  const sights = [...found].flatMap(([destinations, opened]) => {
    const ways = [...opened].map(([extra, groups]) => ({
      extra,
      groups: new Set(groups),
      first: groups.flatMap((group) => group.slice(0, shown + 1).map(({ name }) => name)).sort(),
      count: groups.reduce((sum, group) => sum + group.length, 0),
    }));
    return destinations.map((destination): StackSight => {
      const own = groupOf.get(destination);
      return {
        resource: resourceAt(reach, destination),
        seen: ways.flatMap(({ extra, groups, first, count }): readonly Violation[] => {
          // A workload is no sender to itself.
          const senders = own !== undefined && groups.has(own) ? count - 1 : count;
          if (senders === 0) return [];
          const others = first.filter((name) => name !== destination.name).slice(0, shown);
          const ports = table.text(extra);
          return [
            {
              kind: 'violation',
              path: [],
              actual: ports,
              required: question.required,
              message: `${destination.name} can be reached by ${someOf(others, shown, senders)} on ${ports}`,
              edits: [],
              same: { kind: 'parts', of: () => partsFrom(reach, groups, destination, extra) },
            },
          ];
        }),
      };
    });
  });
  return [...sights, ...doubts];
}

type Group = readonly Peer[];

function partsFrom(
  reach: Reachability,
  groups: ReadonlySet<Group>,
  destination: Peer,
  extra: Connection,
): readonly Part[] {
  const parts = partsOf(reach.table, extra, { what: 'from' });
  return [...groups].flatMap((group) =>
    group
      .filter((sender) => sender !== destination)
      .flatMap((sender) => {
        const subject = subjectOf(resourceAt(reach, sender));
        return parts.map((part) => ({ ...part, subject }));
      }),
  );
}

/** Senders that a message names. */
const shown = 3;

/** The resource of a workload's peer. */
export function resourceAt(reach: Reachability, peer: Peer): Resource {
  const workload = reach.population.workloads[peer.workload];
  if (workload === undefined) throw new RangeError(`${peer.name} is no workload`);
  return workload.resource;
}
