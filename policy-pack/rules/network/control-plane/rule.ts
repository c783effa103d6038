// network/control-plane: workloads cannot reach the control plane or the platform's own pods.
import { type AddressRange, parseBlock } from '../../../reach/addresses.ts';
import { type Connection, none } from '../../../reach/connections.ts';
import type { Decision } from '../../../reach/decide.ts';
import { sideOf } from '../../../reach/one-side.ts';
import { overlap, privateBlocks } from '../../../reach/public.ts';
import type { Peer, Reachability } from '../../../reach/reachability.ts';
import type { Observation } from '../../observation.ts';
import { subjectOf } from '../../outcomes.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import type { Part } from '../../sameness.ts';
import { doubtsAbout } from '../doubts.ts';
import { connectionOf, meansWorkload } from '../intents.ts';
import { groupPairs } from '../pairs.ts';
import { partsOf } from '../parts.ts';
import { isPlatform, networkPlace } from '../place.ts';
import { reachOf } from '../reach.ts';
import { targetsOf } from '../section.ts';
import { resourceAt } from '../unwanted.ts';

/** https://kubernetes.io/docs/reference/networking/ports-and-protocols/ and the kubelet's read-only port. */
const ports = [2379, 2380, 6443, 10_250, 10_255, 10_257, 10_259];

export const rule: StackRule = {
  ...networkPlace,
  id: 'network/control-plane',
  title: 'only named workloads reach the control plane',
  severity: 'high',
  otherwise: 'warn',
  because:
    'Whoever reaches the API server, etcd or a kubelet from a workload is one stolen token away from the cluster.',
  fix: 'Deny egress by default and allow only the addresses and ports that the workload needs, or name it in `stack.network.controlPlane.from`.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.3.1', 'CIS Kubernetes 5.3.2'],
  configuredBy: ['stack.network.controlPlane'],
  subject: 'stack',
  check: (context) => {
    const { policy } = context;
    const reach = reachOf(context);
    const named = targetsOf(policy.network.controlPlane?.from ?? []);
    const addresses = (policy.network.controlPlane?.addresses ?? []).flatMap((one) => parseBlock(one) ?? []);
    const excused = (name: string): boolean => named.some(({ peer }) => meansWorkload(peer, name));
    const seen = new Map<number, Observation[]>();
    const doubts: StackSight[] = [];
    const nodes = nodesFrom(reach, addresses);
    for (const [index, { name, namespace, pods }] of reach.population.workloads.entries()) {
      if (isPlatform(namespace) || excused(name)) continue;
      seen.set(index, []);
      const found = pods.map(nodes);
      const open = found.reduce((sum, one) => reach.table.unite(sum, one.sure), none);
      if (open !== none) {
        seen
          .get(index)
          ?.push(
            violation(
              `${name} can reach ${addresses.length > 0 ? 'the control plane’s addresses' : 'every private address'} on ${reach.table.text(open)}`,
              reach.table.text(open),
              () => partsOf(reach.table, open, { what: 'nodes' }),
            ),
          );
      } else if (found.some((one) => one.perhaps !== none)) {
        for (const pod of pods)
          doubts.push(...doubtsAbout(reach, 'egress', pod, 'its egress cannot be told'));
      }
    }
    for (const [index, names] of towardsPlatform(reach, [...seen.keys()], doubts)) {
      for (const [extra, targets] of names) {
        const ports = reach.table.text(extra);
        const who = [...new Set([...targets].map(({ name }) => name))].sort().join(', ');
        const parts = (): readonly Part[] =>
          [...targets].flatMap((target) =>
            partsOf(reach.table, extra, { what: 'to', subject: subjectOf(resourceAt(reach, target)) }),
          );
        seen.get(index)?.push(violation(`it can reach ${who} on ${ports}`, ports, parts));
      }
    }
    return [
      ...[...seen].flatMap(([index, observations]): StackSight[] => {
        const resource = reach.population.workloads[index]?.resource;
        return resource === undefined ? [] : [{ resource, seen: observations }];
      }),
      ...doubts,
    ];
  },
};

function violation(message: string, actual: string, of: () => readonly Part[]): Observation {
  return {
    kind: 'violation',
    path: [],
    actual,
    required: 'nothing of the control plane',
    message,
    edits: [],
    same: { kind: 'parts', of },
  };
}

/** Answers of pods with the same egress policies are the same. */
function nodesFrom(reach: Reachability, addresses: readonly AddressRange[]): (pod: number) => Decision {
  const known = new Map<number, Decision>();
  return (pod) => {
    const profile = reach.egress.profileOf[pod] ?? -1;
    const answer = known.get(profile) ?? towardsNodes(reach, pod, addresses);
    known.set(profile, answer);
    return answer;
  };
}

/** Nodes have private addresses unless the policy says which: all of a private block must be open to be sure. */
function towardsNodes(reach: Reachability, pod: number, addresses: readonly AddressRange[]): Decision {
  const { table } = reach;
  const decide = sideOf(reach, 'egress');
  const asked = ports.reduce((sum, port) => table.unite(sum, table.of('TCP', port, port)), none);
  const blocks = addresses.length > 0 ? addresses : privateBlocks.slice(0, 3);
  let sure = none;
  let perhaps = none;
  for (const block of blocks) {
    let [blockSure, blockPerhaps]: [Connection, Connection] =
      addresses.length > 0 ? [none, none] : [asked, asked];
    for (const [index, range] of reach.egress.outside.entries()) {
      if (!overlap(range, block)) continue;
      const decision = decide(pod, reach.population.pods.length + index);
      const combine = addresses.length > 0 ? table.unite : table.intersect;
      blockSure = combine(blockSure, table.intersect(decision.sure, asked));
      blockPerhaps = combine(blockPerhaps, table.intersect(decision.perhaps, asked));
    }
    sure = table.unite(sure, blockSure);
    perhaps = table.unite(perhaps, blockPerhaps);
  }
  return { sure, perhaps };
}

/** Pods of the platform's namespaces, other than their DNS. */
function towardsPlatform(
  reach: Reachability,
  asked: readonly number[],
  doubts: StackSight[],
): ReadonlyMap<number, ReadonlyMap<Connection, ReadonlySet<Peer>>> {
  const { table, population } = reach;
  const dns = targetsOf(['*:udp/53,tcp/53,5353,udp/5353']).reduce(
    (sum, one) => table.unite(sum, connectionOf(table, one)),
    none,
  );
  const wanted = new Set(asked);
  const platform = (index: number): boolean => isPlatform(population.workloads[index]?.namespace);
  const found = new Map<number, Map<Connection, Set<Peer>>>();
  for (const { sources, destinations, source, destination, decision } of groupPairs(reach, {
    mark: (peer) => `${wanted.has(peer.workload)} ${platform(peer.workload)}`,
    isSource: (peer) => wanted.has(peer.workload),
    isDestination: (peer) => platform(peer.workload),
  })) {
    const extra = table.subtract(decision.sure, dns);
    if (extra === none) {
      if (table.subtract(decision.perhaps, dns) === none) continue;
      const why = 'whether it reaches the platform cannot be told';
      doubts.push(...doubtsAbout(reach, 'egress', source.endpoints[0] ?? -1, why));
      doubts.push(...doubtsAbout(reach, 'ingress', destination.endpoints[0] ?? -1, why));
      continue;
    }
    for (const { workload } of sources) {
      const rows = found.get(workload) ?? new Map<Connection, Set<Peer>>();
      found.set(workload, rows);
      const targets = rows.get(extra) ?? new Set<Peer>();
      rows.set(extra, targets);
      for (const one of destinations) targets.add(one);
    }
  }
  return found;
}
