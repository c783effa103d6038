// Two stacks that were judged each by itself, such as manifests and a program at its preview, told as one.
import { inReadingOrder } from '../report/reach/changes.ts';
import { joinedLabels } from '../report/reach/graph.ts';
import type { ReachChanges, ReachGraph, ReachReport, Result, StackCoverage } from '../terms/verdict.ts';

type Facts = Pick<Result, 'stack' | 'reach'>;

/** Of one stack what it says; of two all that either says. */
export function joinFacts(a: Facts, b: Facts): Facts {
  const stack = either(a.stack, b.stack, joinSizes);
  const reach = either(a.reach, b.reach, joinReach);
  return { ...(stack !== undefined && { stack }), ...(reach !== undefined && { reach }) };
}

/** What nobody asked of two stacks that each have workloads; empty for others. */
export function unasked(a: Facts, b: Facts): readonly string[] {
  if (a.stack === undefined || b.stack === undefined || a.reach === undefined || b.reach === undefined)
    return [];
  return [
    `The stacks ${a.stack.source} and ${b.stack.source} were judged each by itself: connections from one to the other are not among those shown. Name both under \`stack\` to judge them as one.`,
  ];
}

function either<T>(a: T | undefined, b: T | undefined, join: (a: T, b: T) => T): T | undefined {
  return a === undefined ? b : b === undefined ? a : join(a, b);
}

function joinSizes(
  a: NonNullable<Facts['stack']>,
  b: NonNullable<Facts['stack']>,
): NonNullable<Facts['stack']> {
  return {
    source: `${a.source} and ${b.source}`,
    resources: a.resources + b.resources,
    coverage: joinCoverage(a.coverage, b.coverage),
  };
}

/** Rounded down, so that 100 means everything. */
function joinCoverage(a: StackCoverage, b: StackCoverage): StackCoverage {
  const seen = a.seen + b.seen;
  const opaque = [...a.opaque, ...b.opaque];
  const total = seen + opaque.length;
  return { seen, opaque, percent: total === 0 ? 100 : Math.floor((100 * seen) / total) };
}

/** One side without a picture is too large for one, and so are both. */
function joinReach(a: ReachReport, b: ReachReport): ReachReport {
  const changes = either(a.changes, b.changes, joinChanges);
  const graph = a.graph === undefined || b.graph === undefined ? undefined : joinGraphs(a.graph, b.graph);
  return { ...(changes !== undefined && { changes }), ...(graph !== undefined && { graph }) };
}

function joinChanges(a: ReachChanges, b: ReachChanges): ReachChanges {
  return {
    opened: a.opened + b.opened,
    closed: a.closed + b.closed,
    changed: a.changed + b.changed,
    listed: inReadingOrder([...a.listed, ...b.listed]),
  };
}

/** Where one is folded to namespaces, both are. */
function joinGraphs(a: ReachGraph, b: ReachGraph): ReachGraph {
  const folded = a.folded || b.folded;
  const alike = (graph: ReachGraph): ReachGraph => (folded && !graph.folded ? foldGraph(graph) : graph);
  const [one, other] = [alike(a), alike(b)];
  return {
    folded,
    nodes: [...new Set([...one.nodes, ...other.nodes])].sort(),
    edges: [...new Map([...one.edges, ...other.edges].map((edge) => [JSON.stringify(edge), edge])).values()],
  };
}

/** Within a namespace nothing is drawn. */
function foldGraph({ nodes, edges }: ReachGraph): ReachGraph {
  const name = (node: string): string => node.split('/', 1)[0] ?? node;
  const between = edges
    .map((edge) => ({ ...edge, from: name(edge.from), to: name(edge.to) }))
    .filter(({ from, to }) => from !== to);
  const alike = Map.groupBy(between, ({ from, to, kind }) => JSON.stringify([from, to, kind]));
  return {
    folded: true,
    nodes: [...new Set(nodes.map(name))],
    edges: [...alike.values()].flatMap((list) =>
      list.slice(0, 1).map(({ opened: _, ...first }) => ({
        ...first,
        label: joinedLabels([...new Set(list.map(({ label }) => label))].sort()),
        ...(list.some(({ opened }) => opened === true) && { opened: true }),
      })),
    ),
  };
}
