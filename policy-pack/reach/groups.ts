// Endpoints that behave alike: a pair is decided once for each pair of groups.

import type { Side } from './compiled.ts';
import { all, type Connection, type Connections, none } from './connections.ts';
import type { Decision } from './decide.ts';
import type { Row } from './rows.ts';

interface Grouping {
  readonly profile: Int32Array;
  readonly peers: Int32Array;
  readonly groupOf: Int32Array;
}

export interface Groups {
  readonly between: (source: number, destination: number) => Decision;
  /** Decisions of one source towards any destination; decisions are shared objects. */
  readonly row: (source: number) => (destination: number) => Decision;
}

/** A profile of -1 stands for what no policy applies to: addresses outside and the ingress controller. */
function groupEndpoints(profiles: readonly number[], classes: readonly number[]): Grouping {
  const ids = new Map<string, number>();
  const profile: number[] = [];
  const peers: number[] = [];
  const groupOf = Int32Array.from(classes, (peer, index) => {
    const own = profiles[index] ?? -1;
    const key = `${own},${peer}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = ids.size;
    ids.set(key, id);
    profile.push(own);
    peers.push(peer);
    return id;
  });
  return { profile: Int32Array.from(profile), peers: Int32Array.from(peers), groupOf };
}

export function createGroups(
  table: Connections,
  ingress: Side,
  egress: Side,
  ingressRow: (profile: number) => Row,
  egressRow: (profile: number) => Row,
): Groups {
  // A source is told apart by its own egress policies and by the ingress rules that speak of it.
  const sources = groupEndpoints(egress.profileOf, ingress.classOf);
  const destinations = groupEndpoints(ingress.profileOf, egress.classOf);
  const decisions: Map<Connection, Decision>[] = [];
  const decisionOf = (sure: Connection, perhaps: Connection): Decision => {
    const row = decisions[sure] ?? new Map<Connection, Decision>();
    decisions[sure] = row;
    const known = row.get(perhaps);
    if (known !== undefined) return known;
    const fresh = { sure, perhaps };
    row.set(perhaps, fresh);
    return fresh;
  };

  const decide = (source: number, destination: number, out: Row | undefined): Decision => {
    const peers = destinations.peers[destination] ?? 0;
    const profile = destinations.profile[destination] ?? -1;
    const outSure = out === undefined ? all : (out.sure[peers] ?? none);
    const outPerhaps = out === undefined ? all : (out.perhaps[peers] ?? none);
    if (profile < 0 || outPerhaps === none) return decisionOf(outSure, outPerhaps);
    const into = ingressRow(profile);
    const sender = sources.peers[source] ?? 0;
    const inSure = into.sure[sender] ?? none;
    const inPerhaps = into.perhaps[sender] ?? none;
    const sure = table.intersect(outSure, inSure);
    const same = outSure === outPerhaps && inSure === inPerhaps;
    return decisionOf(sure, same ? sure : table.intersect(outPerhaps, inPerhaps));
  };
  const outOf = (source: number): Row | undefined => {
    const profile = sources.profile[source] ?? -1;
    return profile < 0 ? undefined : egressRow(profile);
  };

  let last = -1;
  let lastRow: (Decision | undefined)[] = [];
  const rowOf = (source: number): ((destination: number) => Decision) => {
    const group = sources.groupOf[source] ?? 0;
    if (group !== last) {
      last = group;
      lastRow = new Array(destinations.profile.length);
    }
    const row = lastRow;
    const out = outOf(group);
    return (destination) => {
      const to = destinations.groupOf[destination] ?? 0;
      const known = row[to];
      if (known !== undefined) return known;
      const fresh = decide(group, to, out);
      row[to] = fresh;
      return fresh;
    };
  };
  return {
    between: (source, destination) => {
      const group = sources.groupOf[source] ?? 0;
      return decide(group, destinations.groupOf[destination] ?? 0, outOf(group));
    },
    row: rowOf,
  };
}
