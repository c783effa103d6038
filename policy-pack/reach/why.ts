// `reach why A B:port` and `why-not`: the deciding rules on both ends.
import { UserError } from '../../src/terms/errors.ts';
import type { PeerClass, Profile, Side } from './compiled.ts';
import { all, type Connections, type Protocol } from './connections.ts';
import { type Decision, decide, tiersOf } from './decide.ts';
import { findPeer, serviceHint } from './question.ts';
import type { Reachability } from './reachability.ts';
import { type Trace, traceDirection, type Word } from './trace.ts';

export interface Explanation {
  /** Full names; `asked` is how they were asked for. */
  readonly source: string;
  readonly destination: string;
  readonly asked: { readonly source: string; readonly destination: string };
  readonly protocol: Protocol;
  readonly port: number;
  readonly word: Word;
  /** Egress of the source, then ingress of the destination; for workloads of several pods the telling pair. */
  readonly traces: readonly Trace[];
  /** What the question perhaps meant instead. */
  readonly hint?: string;
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
  const source = findPeer(reach.sources, from, reach.stack);
  const destination = findPeer(reach.destinations, to, reach.stack);
  if (source.kind === 'external' && destination.kind === 'external')
    throw new UserError(
      'usage',
      `${from} and ${to} are both outside the cluster`,
      'Name a workload on one side: policies decide about pods.',
    );
  const hint = serviceHint(reach, destination, port, protocol);
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
    asked: { source: from, destination: to },
    protocol,
    port,
    word: best?.word ?? 'unknown',
    traces: best?.traces ?? [],
    ...(hint !== undefined && { hint }),
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
