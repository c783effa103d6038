// The picture behind DOT and Mermaid: nodes and edges, folded to namespaces when there are too many.
import { type ListedRow, listConnections, listEntrances } from '../../../policy-pack/reach/listing.ts';
import type { Reachability } from '../../../policy-pack/reach/reachability.ts';

export interface Graph {
  readonly nodes: readonly string[];
  readonly edges: readonly GraphEdge[];
  /** Whether each node is a namespace. */
  readonly folded: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Ports; several texts of folded edges are joined. */
  readonly label: string;
  readonly kind: 'allowed' | 'unknown';
}

/** More workloads than this cannot be read in a picture. */
export const foldAbove = 40;

const labelsShown = 3;

/** Edges are sorted; a pair that allows everything both ways keeps its two edges. */
export function reachGraph(reach: Reachability, fold = reach.population.workloads.length > foldAbove): Graph {
  const name = fold ? foldedName : (text: string): string => text;
  const edges = new Map<string, { from: string; to: string; kind: GraphEdge['kind']; labels: Set<string> }>();
  const nodes = new Set<string>(reach.population.workloads.map((workload) => name(workload.name)));
  const add = ({ source, destination, connection, unknown }: ListedRow): void => {
    const from = name(source);
    const to = name(destination);
    for (const [kind, label] of [
      ['allowed', connection],
      ['unknown', unknown],
    ] as const) {
      if (label === undefined || from === to) continue;
      nodes.add(from);
      nodes.add(to);
      const key = `${from}\n${to}\n${kind}`;
      const edge = edges.get(key) ?? { from, to, kind, labels: new Set<string>() };
      edge.labels.add(label);
      edges.set(key, edge);
    }
  };
  listConnections(reach, add);
  listEntrances(reach).forEach(add);
  return {
    nodes: [...nodes].sort(),
    folded: fold,
    edges: [...edges.keys()].sort().flatMap((key) => {
      const edge = edges.get(key);
      if (edge === undefined) return [];
      const { from, to, kind, labels } = edge;
      return [{ from, to, kind, label: joinedLabels([...labels].sort()) }];
    }),
  };
}

/** Of folded rows: the first few, and how many more. */
export function joinedLabels(labels: readonly string[]): string {
  if (labels.includes('All Connections')) return 'All Connections';
  const more = labels.length - labelsShown;
  return labels.slice(0, labelsShown).join('; ') + (more > 0 ? `; ${more} more` : '');
}

/** `ns/name[Kind]` → `ns`; all outside addresses are one node. */
export function foldedName(name: string): string {
  if (name.endsWith('[External]')) return 'outside';
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash);
}
