// Pairs of workloads, decided once for each pair of groups that nothing tells apart.
import type { Decision } from '../../reach/decide.ts';
import type { Peer, Reachability } from '../../reach/reachability.ts';

export interface GroupPair {
  /** Workloads; every pair of a source with another destination has the same decision. */
  readonly sources: readonly Peer[];
  readonly destinations: readonly Peer[];
  readonly decision: Decision;
}

/** `mark` adds to what tells workloads apart. A workload is never paired with itself. */
export function groupPairs(reach: Reachability, mark: (workload: Peer) => string): readonly GroupPair[] {
  const groups = new Map<string, Peer[]>();
  for (const peer of reach.destinations) {
    if (peer.kind !== 'workload') continue;
    const key = `${mark(peer)}|${peer.endpoints.map((pod) => signature(reach, pod)).join(' ')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [peer]);
    else group.push(peer);
  }
  const all = [...groups.values()];
  return all.flatMap((sources) =>
    all.flatMap((destinations): GroupPair[] => {
      const [source] = sources;
      const destination = destinations === sources ? sources[1] : destinations[0];
      if (source === undefined || destination === undefined) return [];
      return [{ sources, destinations, decision: reach.between(source, destination) }];
    }),
  );
}

function signature({ ingress, egress }: Reachability, pod: number): string {
  return [ingress.profileOf[pod], ingress.classOf[pod], egress.profileOf[pod], egress.classOf[pod]].join(',');
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function someOf(names: readonly string[], shown = 3): string {
  const first = names.slice(0, shown);
  const more = names.length - first.length;
  if (more > 0) return `${first.join(', ')} and ${more} more`;
  const last = first.pop() ?? '';
  return first.length === 0 ? last : `${first.join(', ')} and ${last}`;
}
