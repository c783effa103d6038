// What a pull request shows of a stack's network: what the change opens and closes, and a picture small enough to read.
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { type ConnectionChange, compareReach } from '../../../policy-pack/reach/diff.ts';
import { readPopulation } from '../../../policy-pack/reach/pods.ts';
import { type Reachability, reachability } from '../../../policy-pack/reach/reachability.ts';
import { countChanges, inReadingOrder } from '../../report/reach/changes.ts';
import { foldedName, type Graph, joinedLabels, reachGraph } from '../../report/reach/graph.ts';
import type { ReachChange, ReachChanges, ReachGraph, ReachReport } from '../../terms/verdict.ts';

/** Changes that are listed; all are counted. */
const listedChanges = 200;

/** A picture with more edges cannot be read, and GitHub draws no more than 500. */
const edgesDrawn = 120;

const outside = 'outside';

/** What ten seconds and a gigabyte allow where a change touches most pairs (decision 0216): `reach diff` has the time for more. */
export const comparedWorkloads = 6_000;

/** Pure. Undefined for stacks without workloads, and where nothing changed about none. */
export function reachReport(head: Stack, base: Stack | undefined): ReachReport | 'too many' | undefined {
  const size = readPopulation(head).workloads.length;
  if (size > comparedWorkloads) return 'too many';
  const compared = base === undefined ? undefined : compareReach(base, head);
  const changes = compared?.changes;
  if (size === 0 && (changes === undefined || changes.length === 0)) return undefined;
  const graph = drawable(compared?.after ?? reachability(head), changes ?? []);
  return {
    ...(changes === undefined ? {} : { changes: listChanges(changes) }),
    ...(graph === undefined ? {} : { graph }),
  };
}

function listChanges(changes: readonly ConnectionChange[]): ReachChanges {
  const rows = changes.length > listedChanges ? foldChanges(changes) : changes.map(rowOf);
  return {
    ...countChanges(changes),
    listed: inReadingOrder(rows).slice(0, listedChanges),
  };
}

function rowOf({ kind, source, destination, before, after, through }: ConnectionChange): ReachChange {
  return { kind, source, destination, before, after, ...(through !== undefined && { through }) };
}

/** More than a reader goes through: one row for what changes alike between two namespaces. */
function foldChanges(changes: readonly ConnectionChange[]): readonly ReachChange[] {
  const folded = new Map<
    string,
    { row: ReachChange; pairs: number; before: Set<string>; after: Set<string> }
  >();
  for (const change of changes) {
    const source = foldedName(change.source);
    const destination = foldedName(change.destination);
    const key = `${change.kind}\n${source}\n${destination}\n${change.through ?? ''}`;
    const one = folded.get(key) ?? {
      row: { ...rowOf(change), source, destination },
      pairs: 0,
      before: new Set(),
      after: new Set(),
    };
    one.pairs += 1;
    one.before.add(change.before);
    one.after.add(change.after);
    folded.set(key, one);
  }
  return [...folded.values()].map(({ row, pairs, before, after }) => ({
    ...row,
    pairs,
    before: joinedLabels([...before].sort()),
    after: joinedLabels([...after].sort()),
  }));
}

/** By workload where that can be read, else by namespace, else not at all. */
function drawable(reach: Reachability, changes: readonly ConnectionChange[]): ReachGraph | undefined {
  const whole = toPicture(reachGraph(reach), changes);
  if (fits(whole)) return whole;
  // So many are folded already.
  if (whole.folded) return undefined;
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
