// `reach why A B:port` and `why-not`: the deciding rules on both ends.
import { UserError } from '../../src/terms/errors.ts';
import { parseAddress } from './addresses.ts';
import type { PeerClass, Profile, Side } from './compiled.ts';
import { all, type Connections, type Protocol, protocols } from './connections.ts';
import { type Decision, decide, tiersOf } from './decide.ts';
import { portsNamed } from './pods.ts';
import type { Peer, Reachability } from './reachability.ts';
import { type Trace, traceDirection, type Word } from './trace.ts';

export interface Explanation {
  readonly source: string;
  readonly destination: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly word: Word;
  /** Egress of the source, then ingress of the destination; for workloads of several pods the telling pair. */
  readonly traces: readonly Trace[];
}

/**
 * Explains one port between two peers. A peer is `namespace/name[Kind]`, or shorter where that is plain
 * (`name`, `namespace/name`), or an address. Throws `UserError` `not-found` or `usage`.
 */
export function why(
  reach: Reachability,
  from: string,
  to: string,
  port: number,
  protocol: Protocol = 'TCP',
): Explanation {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UserError('usage', `${port} is no port`, 'Give a port from 1 to 65535.');
  }
  const source = findPeer(reach.sources, from);
  const destination = findPeer(reach.destinations, to);
  const answers = source.endpoints.flatMap((sender) =>
    destination.endpoints.map((receiver) => {
      const traces = tracePair(reach, sender, receiver, protocol, port);
      return { traces, word: weakest(traces) };
    }),
  );
  const rank: Record<Word, number> = { allowed: 0, unknown: 1, denied: 2 };
  const best = answers.sort((a, b) => rank[a.word] - rank[b.word])[0];
  return {
    source: source.name,
    destination: destination.name,
    protocol,
    port,
    word: best?.word ?? 'unknown',
    traces: best?.traces ?? [],
  };
}

/** Both ends must allow; one that denies decides. */
function weakest(traces: readonly Trace[]): Word {
  if (traces.some((trace) => trace.word === 'denied')) return 'denied';
  return traces.some((trace) => trace.word === 'unknown') ? 'unknown' : 'allowed';
}

function tracePair(
  reach: Reachability,
  sender: number,
  receiver: number,
  protocol: Protocol,
  port: number,
): readonly Trace[] {
  const { table, policies } = reach;
  return [
    { side: reach.egress, own: sender, other: receiver },
    { side: reach.ingress, own: receiver, other: sender },
  ].flatMap(({ side, own, other }) => {
    const peers = side.classes[side.classOf[other] ?? -1];
    if (peers === undefined) return [];
    const profile = side.profiles[side.profileOf[own] ?? -1];
    const trace = traceDirection({ table, side, profile, peers, protocol, port, policies });
    return [settled(trace, wordOf(decideFor(reach, side, profile, peers), table, protocol, port))];
  });
}

function decideFor(
  { table, policies }: Reachability,
  side: Side,
  profile: Profile | undefined,
  peers: PeerClass,
): Decision {
  if (profile === undefined) return { sure: all, perhaps: all };
  const tiers = tiersOf(side, profile, (index) => policies[index]?.tier ?? 'foreign');
  return decide(table, side, profile, peers, tiers);
}

function wordOf(decision: Decision, table: Connections, protocol: Protocol, port: number): Word {
  if (table.has(decision.sure, protocol, port)) return 'allowed';
  return table.has(decision.perhaps, protocol, port) ? 'unknown' : 'denied';
}

/** A rule of which nobody can tell whether it applies decides nothing where every way ends alike. */
function settled(trace: Trace, word: Word): Trace {
  if (trace.word !== 'unknown' || word === 'unknown') return trace;
  return { ...trace, word, because: `${trace.because}; it is ${word} either way` };
}

/** A peer by its full name, an unambiguous shorter one, or an address. */
export function findPeer(peers: readonly Peer[], text: string): Peer {
  const address = parseAddress(text);
  const found = peers.filter((peer) => {
    if (address !== undefined) {
      const { range } = peer;
      return range?.family === address.family && range.from <= address.value && address.value <= range.to;
    }
    const plain = peer.name.replace(/\[[^\]]*\]$/, '');
    return peer.name === text || plain === text || plain.slice(plain.indexOf('/') + 1) === text;
  });
  const exact = found.filter((peer) => peer.name === text || peer.name.startsWith(`${text}[`));
  const chosen = exact.length === 1 ? exact : found;
  const only = chosen[0];
  if (only === undefined) {
    throw new UserError('not-found', `no workload ${text} in the stack`, 'Name it as namespace/name[Kind].');
  }
  if (chosen.length > 1) {
    const names = chosen.slice(0, 5).map((peer) => peer.name);
    throw new UserError('usage', `${text} may be ${names.join(' or ')}`, 'Name it as namespace/name[Kind].');
  }
  return only;
}

export interface Target {
  readonly peer: string;
  /** A number, or the name of a container's port. */
  readonly port: number | string;
  /** `undefined`: that of the port named, else TCP. */
  readonly protocol: Protocol | undefined;
}

/** Reads `B:5432`, `B:udp/53`, `B:http` as the destination of a question. Throws `UserError` `usage`. */
export function readTarget(text: string): Target {
  const match = /^(.+):(?:(tcp|udp|sctp)\/)?(\d{1,5}|(?=[\da-z-]{0,14}[a-z])[\da-z-]{1,15})$/i.exec(text);
  const peer = match?.[1];
  if (match === null || peer === undefined) {
    throw new UserError(
      'usage',
      `${text} names no port`,
      'Write the destination as workload:port, such as `db:5432`, `dns:udp/53` or `api:http`.',
    );
  }
  const protocol = protocols.find((item) => item === match[2]?.toUpperCase());
  const port = match[3] ?? '';
  return {
    peer: peer.replace(/^\[(.*:.*)\]$/, '$1'),
    port: /^\d+$/.test(port) ? Number(port) : port,
    protocol,
  };
}

/** The one port that a target means; names are those of the destination's containers. Throws `UserError`. */
export function portOf(
  reach: Reachability,
  { peer, port, protocol }: Target,
): { readonly port: number; readonly protocol: Protocol } {
  if (typeof port === 'number') return { port, protocol: protocol ?? 'TCP' };
  const destination = findPeer(reach.destinations, peer);
  const found = new Map(
    destination.endpoints
      .flatMap((index) => reach.population.pods[index] ?? [])
      .flatMap((pod) => portsNamed(pod, port, protocol))
      .map((one) => [`${one.protocol} ${one.port}`, { port: one.port, protocol: one.protocol }]),
  );
  const [only] = found.values();
  if (only === undefined)
    throw new UserError(
      'not-found',
      `${destination.name} has no port ${port}`,
      'Give the number of the port.',
    );
  if (found.size > 1)
    throw new UserError(
      'usage',
      `port ${port} of ${destination.name} may be ${[...found.keys()].sort().join(' or ')}`,
      'Give the number of the port.',
    );
  return only;
}
