// What a pull request shows of a stack's network: what the change opens and closes, and a picture small enough to read.
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { type ConnectionChange, compareReach } from '../../../policy-pack/reach/diff.ts';
import { readPopulation } from '../../../policy-pack/reach/pods.ts';
import { type Reachability, reachability } from '../../../policy-pack/reach/reachability.ts';
import { countChanges } from '../../report/reach/changes.ts';
import { type Graph, reachGraph } from '../../report/reach/graph.ts';
import type { ReachChanges, ReachGraph, ReachReport } from '../../terms/verdict.ts';

/** Changes that are listed; all are counted. */
const listedChanges = 200;

/** A picture with more edges cannot be read, and GitHub draws no more than 500. */
const edgesDrawn = 120;

const outside = 'outside';

/** More workloads than this are not compared pair by pair on the way: `reach diff` has the time. */
export const comparedWorkloads = 1_500;

/** Pure. Undefined for stacks without workloads, and where nothing changed about none. */
export function reachReport(head: Stack, base: Stack | undefined): ReachReport | undefined {
  const size = readPopulation(head).workloads.length;
  const compared = base === undefined || size > comparedWorkloads ? undefined : compareReach(base, head);
  const changes = compared?.changes;
  if (size === 0 && (changes === undefined || changes.length === 0)) return undefined;
  const graph = drawable(compared?.after ?? reachability(head), changes ?? []);
  return {
    ...(changes === undefined ? {} : { changes: listChanges(changes) }),
    ...(graph === undefined ? {} : { graph }),
  };
}

const order: readonly ConnectionChange['kind'][] = ['opened', 'changed', 'closed'];

function listChanges(changes: readonly ConnectionChange[]): ReachChanges {
  return {
    ...countChanges(changes),
    listed: changes
      .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
      .slice(0, listedChanges)
      .map(({ kind, source, destination, before, after, through }) => ({
        kind,
        source,
        destination,
        before,
        after,
        ...(through !== undefined && { through }),
      })),
  };
}

/** By workload where that can be read, else by namespace, else not at all. */
function drawable(reach: Reachability, changes: readonly ConnectionChange[]): ReachGraph | undefined {
  const whole = toPicture(reachGraph(reach), changes);
  if (fits(whole)) return whole;
  const folded = toPicture(reachGraph(reach, true), changes);
  return fits(folded) ? folded : undefined;
}

function fits({ edges, nodes }: ReachGraph): boolean {
  return edges.length <= edgesDrawn && nodes.length <= edgesDrawn;
}

/** All addresses outside are one node: each range of its own would hide the workloads. */
function toPicture(graph: Graph, changes: readonly ConnectionChange[]): ReachGraph {
  const name = (text: string): string => nodeName(text, graph.folded);
  const opened = new Set(
    changes
      .filter(({ gained }) => gained !== 'No Connections')
      .map(({ source, destination }) => `${name(source)}\n${name(destination)}`),
  );
  const merged = new Map<
    string,
    { from: string; to: string; labels: Set<string>; kind: Graph['edges'][0]['kind'] }
  >();
  for (const { from, to, label, kind } of graph.edges) {
    const [source, destination] = [name(from), name(to)];
    if (source === destination) continue;
    const key = `${source}\n${destination}\n${kind}`;
    const edge = merged.get(key) ?? { from: source, to: destination, labels: new Set<string>(), kind };
    edge.labels.add(label);
    merged.set(key, edge);
  }
  return {
    folded: graph.folded,
    nodes: [...new Set(graph.nodes.map(name))].sort(),
    edges: [...merged.values()].map(({ from, to, labels, kind }) => ({
      from,
      to,
      label: [...labels].sort().slice(0, 3).join('; ') + (labels.size > 3 ? '; …' : ''),
      kind,
      ...(opened.has(`${from}\n${to}`) ? { opened: true } : {}),
    })),
  };
}

function nodeName(text: string, folded: boolean): string {
  if (text === outside || text.endsWith('[External]')) return outside;
  return folded ? (text.split('/', 1)[0] ?? text) : text;
}
