// Where the boxes and labels of the reachability picture stand: layers from left to right, nothing on top of another.

import { type Box, pointAt, stretches } from './curve.ts';
import type { Graph, GraphEdge } from './graph.ts';
import { layersOf } from './layers.ts';
import { mapLines } from './line-map.ts';

export interface PlacedNode extends Box {
  readonly name: string;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** From the node where it starts through its lanes to the node where it ends. */
  readonly route: readonly Box[];
  readonly label: Box;
  /** Shown in the list below because no place beside the line is free. */
  readonly listed: boolean;
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** Pixels of a sign in a font of 12 pixels, rounded up. */
const sign = 7.4;
const line = 18;
const nodeHeight = 30;
const gap = { column: 170, row: 26, margin: 20 };

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function layOut(graph: Graph): Layout {
  const { nodes, routes } = place(graph);
  const taken: Box[] = [...nodes];
  const bottom = Math.max(0, ...[...nodes, ...routes.flat()].map((box) => box.y + box.height)) + gap.row;
  const lines = mapLines(routes);
  let next = bottom;
  const edges: PlacedEdge[] = [];
  for (const [index, edge] of graph.edges.entries()) {
    const route = routes[index] ?? [];
    if (route.length < 2) continue;
    const places = candidates(edge, route, bottom).filter(
      (box) => !taken.some((other) => overlaps(box, other)),
    );
    // On another's line a label would cut that line in two; but better there than in the list.
    const free = places.find((box) => !lines.isCrossed(box, index)) ?? places[0];
    const text = listText(edge);
    const label = free ?? { x: gap.margin, y: next, width: text.length * sign + 8, height: line };
    if (free === undefined) next += line + 2;
    taken.push(label);
    edges.push({ edge, route, label, listed: free === undefined });
  }
  const width = Math.max(0, ...taken.map((box) => box.x + box.width)) + gap.margin;
  return { nodes, edges, width: Math.ceil(width), height: Math.ceil(next + gap.margin) };
}

/** What a label says in the list below the picture. */
export function listText({ from, to, label }: GraphEdge): string {
  return `${from} → ${to}: ${label}`;
}

/**
 * Columns by layer. An edge that passes a column has a lane of its own there, so that it crosses no node; a column
 * is sorted by where its neighbours to the left stand, then by name.
 */
function place(graph: Graph): {
  readonly nodes: readonly PlacedNode[];
  readonly routes: readonly (readonly Box[])[];
} {
  const layers = layersOf(graph);
  const columns: Item[][] = [];
  const nodes = new Map<string, Item>();
  const add = (layer: number, item: Item): Item => {
    const column = columns[layer] ?? [];
    columns[layer] = column;
    column.push(item);
    return item;
  };
  for (const name of [...graph.nodes].sort())
    nodes.set(name, add(layers.get(name) ?? 0, { name, isNode: true, left: [], box: nowhere }));
  const chains = graph.edges.map((edge) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const [start, end] = [layers.get(edge.from) ?? 0, layers.get(edge.to) ?? 0];
    const [first, last] = start <= end ? [from, to] : [to, from];
    const chain = [first];
    for (let layer = Math.min(start, end) + 1; layer < Math.max(start, end); layer += 1)
      chain.push(add(layer, { name: listText(edge), isNode: false, left: [], box: nowhere }));
    chain.push(last);
    for (const [index, item] of chain.slice(1).entries()) item.left.push(chain[index] ?? item);
    return start <= end ? chain : chain.reverse();
  });
  let x = gap.margin;
  for (const column of columns) {
    const width = Math.max(0, ...column.map(({ name, isNode }) => (isNode ? name.length * sign + 20 : 0)));
    let y = gap.margin;
    for (const item of inOrder(column)) {
      const height = item.isNode ? nodeHeight : line;
      item.box = { x, y, width, height };
      y += height + (item.isNode ? gap.row : gap.row / 2);
    }
    x += width + gap.column;
  }
  return {
    nodes: columns.flat().flatMap(({ name, isNode, box }) => (isNode ? [{ name, ...box }] : [])),
    routes: chains.map((chain) => chain.map(({ box }) => box)),
  };
}

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };

interface Item {
  readonly name: string;
  readonly isNode: boolean;
  /** Neighbours in the column before. */
  readonly left: Item[];
  box: Box;
}

function inOrder(column: readonly Item[]): readonly Item[] {
  const heights = new Map(
    column.map((item) => [
      item,
      item.left.length === 0 ? 0 : item.left.reduce((sum, { box }) => sum + box.y, 0) / item.left.length,
    ]),
  );
  return [...column].sort(
    (a, b) => (heights.get(a) ?? 0) - (heights.get(b) ?? 0) || (a.name < b.name ? -1 : 1),
  );
}

/** Places along the way, near the middle of each part first, above and below it. */
function candidates({ label }: GraphEdge, route: readonly Box[], bottom: number): readonly Box[] {
  const width = label.length * sign + 8;
  return stretches(route)
    .flatMap(([from, to]) =>
      [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].flatMap((part) => {
        const { x, y } = pointAt(from, to, part);
        return [-1, 0, 1].map((step) => ({
          x: x - width / 2,
          y: y - line / 2 + step * line,
          width,
          height: line,
        }));
      }),
    )
    .filter((box) => box.x >= 0 && box.y >= 0 && box.y + box.height <= bottom);
}
