// Who can reach whom: the compiled stack, asked for one pair or streamed pair by pair.
import type { Stack } from '../model/stack.ts';
import { type AddressRange, type Family, formatRange } from './addresses.ts';
import type { Side } from './compiled.ts';
import { type Connections, createConnections, none } from './connections.ts';
import type { Decision } from './decide.ts';
import { createGroups } from './groups.ts';
import { type Population, readPopulation } from './pods.ts';
import { readPolicies } from './policies.ts';
import type { Policy } from './policy.ts';
import { createRows } from './rows.ts';
import { compileSide } from './side.ts';

export type PeerKind = 'workload' | 'external' | 'controller';

/** A row's end: a workload, a range of addresses outside, or the unknown ingress controller. */
export interface Peer {
  readonly name: string;
  readonly kind: PeerKind;
  /** Endpoint numbers: pods, or the one range; more than one for workloads of several pods. */
  readonly endpoints: readonly number[];
  /** Number of the workload; -1 for others. */
  readonly workload: number;
  readonly range: AddressRange | undefined;
}

export interface Reachability {
  readonly stack: Stack;
  readonly table: Connections;
  readonly population: Population;
  readonly policies: readonly Policy[];
  /** Families of addresses that pods may have. */
  readonly podFamilies: readonly Family[];
  readonly ingress: Side;
  readonly egress: Side;
  /** Workloads by name, then outside ranges from low to high. */
  readonly sources: readonly Peer[];
  readonly destinations: readonly Peer[];
  /** What is surely and perhaps allowed from a source to a destination. */
  readonly between: (source: Peer, destination: Peer) => Decision;
  /** The same for many destinations of one source. */
  readonly from: (source: Peer) => (destination: Peer) => Decision;
  /**
   * Every pair of peers with a sure or perhaps connection, by source and then destination; pairs of outside
   * ranges and of a workload with itself are left out. Nothing is kept: it streams.
   */
  readonly forEach: (visit: (source: Peer, destination: Peer, decision: Decision) => void) => void;
}

export interface ReachOptions {
  /** Families of outside addresses; IPv4 alone by default, as other analyzers list. */
  readonly families?: readonly Family[];
  readonly extraCuts?: readonly AddressRange[];
  /** Families of addresses that pods may have; both by default. */
  readonly podFamilies?: readonly Family[];
  /**
   * NetworkPolicy leaves open whether it applies to pods of the host network, and a rule for `nodes` speaks of
   * addresses that the stack does not hold. By default the first count as other pods and the second as none
   * of the listed peers; `true` makes what depends on either perhaps.
   */
  readonly strict?: boolean;
  /** A table to share between two stacks that are compared. */
  readonly table?: Connections;
  /** An answer about the same stack, of which pods and policies are read already. */
  readonly known?: Pick<Reachability, 'population' | 'policies' | 'table'>;
}

/** Compiles a stack; cost grows with pods × what the policies say of them, not with pairs of pods. */
export function reachability(stack: Stack, options: ReachOptions = {}): Reachability {
  const table = options.table ?? options.known?.table ?? createConnections();
  const population = options.known?.population ?? readPopulation(stack, options.strict);
  const policies = options.known?.policies ?? readPolicies(stack);
  const sideOptions = {
    families: options.families ?? [4],
    extraCuts: options.extraCuts ?? [],
    strict: options.strict ?? false,
    podFamilies: options.podFamilies ?? [4, 6],
  };
  const ingress = compileSide('ingress', policies, population.pods, table, sideOptions);
  const egress = compileSide('egress', policies, population.pods, table, sideOptions);
  const groups = createGroups(
    table,
    ingress,
    egress,
    createRows(table, ingress, policies),
    createRows(table, egress, policies),
  );
  const workloads = population.workloads.map(
    (workload, index): Peer => ({
      name: workload.name,
      kind: 'workload',
      endpoints: workload.pods,
      workload: index,
      range: undefined,
    }),
  );
  const sources = [...workloads, ...ranges(ingress.outside, population.pods.length)];
  const destinations = [...workloads, ...ranges(egress.outside, population.pods.length)];
  const between = (source: Peer, destination: Peer): Decision => {
    let sure = none;
    let perhaps = none;
    for (const from of source.endpoints) {
      for (const to of destination.endpoints) {
        const decision = groups.between(from, to);
        sure = table.unite(sure, decision.sure);
        perhaps = table.unite(perhaps, decision.perhaps);
      }
    }
    return { sure, perhaps };
  };
  const from = (source: Peer): ((destination: Peer) => Decision) => {
    const [only, another] = source.endpoints;
    if (only === undefined || another !== undefined) return (destination) => between(source, destination);
    const row = groups.row(only);
    return (destination) => {
      const [to, more] = destination.endpoints;
      return to === undefined || more !== undefined ? between(source, destination) : row(to);
    };
  };
  return {
    stack,
    table,
    population,
    policies,
    podFamilies: sideOptions.podFamilies,
    ingress,
    egress,
    sources,
    destinations,
    between,
    from,
    forEach: (visit) => {
      for (const source of sources) {
        const towards = from(source);
        for (const destination of destinations) {
          if (source.kind === 'external' && destination.kind === 'external') continue;
          if (source.workload >= 0 && source.workload === destination.workload) continue;
          const decision = towards(destination);
          if (decision.perhaps !== none) visit(source, destination, decision);
        }
      }
    },
  };
}

function ranges(outside: readonly AddressRange[], first: number): Peer[] {
  return outside.map((range, index) => ({
    name: `${formatRange(range)}[External]`,
    kind: 'external',
    endpoints: [first + index],
    workload: -1,
    range,
  }));
}
