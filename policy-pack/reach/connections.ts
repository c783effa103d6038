// Connection sets (ports of each protocol), hash-consed: equal sets are one small number, operations are looked up.
import {
  contains,
  emptySet,
  type Intervals,
  intersect,
  interval,
  pairsOf,
  subtract,
  unite,
} from './intervals.ts';

export const protocols = ['SCTP', 'TCP', 'UDP'] as const;
export type Protocol = (typeof protocols)[number];

/** A number that stands for one set within one `Connections`. */
export type Connection = number;

export const none: Connection = 0;
export const all: Connection = 1;

const lowest = 1;
const highest = 65_535;

type PortSets = readonly [Intervals, Intervals, Intervals];

export interface Connections {
  readonly of: (protocol: Protocol, from?: number, to?: number) => Connection;
  readonly unite: (a: Connection, b: Connection) => Connection;
  readonly intersect: (a: Connection, b: Connection) => Connection;
  readonly subtract: (a: Connection, b: Connection) => Connection;
  readonly has: (set: Connection, protocol: Protocol, port: number) => boolean;
  /** `All Connections`, or `TCP 80,8080-8090,UDP 53`; `No Connections` for the empty set. */
  readonly text: (set: Connection) => string;
  /** Ranges of one protocol as `[from, to]`. */
  readonly ranges: (set: Connection, protocol: Protocol) => readonly (readonly [number, number])[];
}

/** A table of connection sets; numbers of one table mean nothing to another. */
export function createConnections(): Connections {
  const sets: PortSets[] = [];
  const texts: string[] = [];
  const ids = new Map<string, Connection>();

  const intern = (set: PortSets): Connection => {
    const key = set.map((one) => one.join(',')).join(';');
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = sets.length;
    sets.push(set);
    ids.set(key, id);
    return id;
  };
  const whole = interval(lowest, highest);
  intern([emptySet, emptySet, emptySet]);
  intern([whole, whole, whole]);

  const get = (id: Connection): PortSets => sets[id] ?? [emptySet, emptySet, emptySet];
  const remember = (
    operation: (a: Intervals, b: Intervals) => Intervals,
  ): ((a: Connection, b: Connection) => Connection) => {
    const results: Map<Connection, Connection>[] = [];
    return (a, b) => {
      const row = results[a] ?? new Map<Connection, Connection>();
      results[a] = row;
      const known = row.get(b);
      if (known !== undefined) return known;
      const x = get(a);
      const y = get(b);
      const id = intern([operation(x[0], y[0]), operation(x[1], y[1]), operation(x[2], y[2])]);
      row.set(b, id);
      return id;
    };
  };
  const slowUnite = remember(unite);
  const slowIntersect = remember(intersect);
  const slowSubtract = remember(subtract);
  const portsOf = (id: Connection, protocol: Protocol): Intervals =>
    get(id)[protocols.indexOf(protocol)] ?? [];

  return {
    of: (protocol, from = lowest, to = highest) => {
      const ports = intersect(interval(from, to), whole);
      const at = protocols.indexOf(protocol);
      return intern([at === 0 ? ports : emptySet, at === 1 ? ports : emptySet, at === 2 ? ports : emptySet]);
    },
    unite: (a, b) => {
      if (a === b || b === none || a === all) return a;
      return a === none || b === all ? b : slowUnite(a, b);
    },
    intersect: (a, b) => {
      if (a === b || b === all || a === none) return a;
      return a === all || b === none ? b : slowIntersect(a, b);
    },
    subtract: (a, b) => {
      if (a === b || b === all || a === none) return none;
      return b === none ? a : slowSubtract(a, b);
    },
    has: (set, protocol, port) => contains(portsOf(set, protocol), port),
    ranges: (set, protocol) => pairsOf(portsOf(set, protocol)),
    text: (set) => {
      const text = texts[set] ?? describe(set, get(set));
      texts[set] = text;
      return text;
    },
  };
}

/** Text of the empty set. */
export const noConnections = 'No Connections';

function describe(id: Connection, set: PortSets): string {
  if (id === none) return noConnections;
  if (id === all) return 'All Connections';
  const parts: string[] = [];
  for (const [index, protocol] of protocols.entries()) {
    const ports = pairsOf(set[index] ?? emptySet).map(([from, to]) =>
      from === to ? `${from}` : `${from}-${to}`,
    );
    if (ports.length > 0) parts.push(`${protocol} ${ports.join(',')}`);
  }
  return parts.join(',');
}
