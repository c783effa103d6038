// Pairs of workloads, decided once for each pair of groups that nothing tells apart.
import type { Decision } from '../../reach/decide.ts';
import type { Peer, Reachability } from '../../reach/reachability.ts';

export interface GroupPair {
  /** Workloads; every pair of a source with another destination has the same decision. */
  readonly sources: readonly Peer[];
  readonly destinations: readonly Peer[];
  /** One pair of two different workloads that stands for all. */
  readonly source: Peer;
  readonly destination: Peer;
  readonly decision: Decision;
}

export interface PairQuestion {
  /** What tells workloads apart besides the policies. */
  mark(workload: Peer): string;
  /** Whose connections are asked about: what the mark alone decides. Absent: everybody's. */
  isSource?(workload: Peer): boolean;
  isDestination?(workload: Peer): boolean;
}

/**
 * Costs groups that may send × groups that may receive: a sender is told apart by its egress and by the ingress
 * rules that speak of it, a receiver the other way about. A workload is never paired with itself.
 */
export function groupPairs(reach: Reachability, question: PairQuestion): readonly GroupPair[] {
  const { ingress, egress } = reach;
  const workloads = reach.destinations.filter(({ kind }) => kind === 'workload');
  const senders = grouped(
    workloads.filter((one) => question.isSource?.(one) !== false),
    (one) => question.mark(one),
    (pod) => `${egress.profileOf[pod]},${ingress.classOf[pod]}`,
  );
  const receivers = grouped(
    workloads.filter((one) => question.isDestination?.(one) !== false),
    (one) => question.mark(one),
    (pod) => `${ingress.profileOf[pod]},${egress.classOf[pod]}`,
  );
  return senders.flatMap((sources) => {
    const [first, second] = sources;
    if (first === undefined) return [];
    const towards = reach.from(first);
    return receivers.flatMap((destinations): GroupPair[] => {
      const other = destinations.find((one) => one !== first);
      if (other !== undefined)
        return [{ sources, destinations, source: first, destination: other, decision: towards(other) }];
      // The only receiver is the first sender itself.
      if (second === undefined) return [];
      const decision = reach.between(second, first);
      return [{ sources, destinations, source: second, destination: first, decision }];
    });
  });
}

function grouped(
  workloads: readonly Peer[],
  mark: (workload: Peer) => string,
  signature: (pod: number) => string,
): readonly (readonly Peer[])[] {
  const groups = new Map<string, Peer[]>();
  for (const peer of workloads) {
    const key = `${mark(peer)}|${peer.endpoints.map(signature).join(' ')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [peer]);
    else group.push(peer);
  }
  return [...groups.values()];
}

/** `a`, `a and b`, `a, b and 3 more`; `count`: of all, where `names` are the first. */
export function someOf(names: readonly string[], shown = 3, count = names.length): string {
  const first = names.slice(0, shown);
  const more = count - first.length;
  if (more > 0) return `${first.join(', ')} and ${more} more`;
  const last = first.pop() ?? '';
  return first.length === 0 ? last : `${first.join(', ')} and ${last}`;
}
