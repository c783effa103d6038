// Where the boxes and labels of the reachability picture stand: layers from left to right, nothing on top of another.
import type { Graph, GraphEdge } from './graph.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly name: string;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
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
  const nodes = placeNodes(graph);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const taken: Box[] = [...nodes];
  const bottom = Math.max(0, ...nodes.map((node) => node.y + node.height)) + gap.row;
  let next = bottom;
  const edges: PlacedEdge[] = [];
  for (const edge of graph.edges) {
    const from = byName.get(edge.from);
    const to = byName.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const free = candidates(edge, from, to, bottom).find(
      (box) => !taken.some((other) => overlaps(box, other)),
    );
    const text = listText(edge);
    const label = free ?? { x: gap.margin, y: next, width: text.length * sign + 8, height: line };
    if (free === undefined) next += line + 2;
    taken.push(label);
    edges.push({ edge, from, to, label, listed: free === undefined });
  }
  const width = Math.max(0, ...taken.map((box) => box.x + box.width)) + gap.margin;
  return { nodes, edges, width: Math.ceil(width), height: Math.ceil(next + gap.margin) };
}

/** What a label says in the list below the picture. */
export function listText({ from, to, label }: GraphEdge): string {
  return `${from} → ${to}: ${label}`;
}

/** Columns by distance from the nodes that nothing reaches; within a column by name. */
function placeNodes(graph: Graph): readonly PlacedNode[] {
  const columns: string[][] = [];
  const layers = layersOf(graph);
  for (const name of [...graph.nodes].sort()) {
    const layer = layers.get(name) ?? 0;
    const column = columns[layer] ?? [];
    columns[layer] = column;
    column.push(name);
  }
  const placed: PlacedNode[] = [];
  let x = gap.margin;
  for (const column of columns) {
    const width = Math.max(0, ...(column ?? []).map((name) => name.length * sign + 20));
    for (const [index, name] of (column ?? []).entries()) {
      placed.push({ name, x, y: gap.margin + index * (nodeHeight + gap.row), width, height: nodeHeight });
    }
    x += width + gap.column;
  }
  return placed;
}

/** Breadth first, at most as many nodes in a column as keep the picture about square. */
function layersOf({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const reached = new Set(edges.map((edge) => edge.to));
  const starts = [...nodes].sort().filter((name) => !reached.has(name));
  const [first] = [...nodes].sort();
  const layers = new Map<string, number>();
  const queue = starts.length > 0 ? [...starts] : first === undefined ? [] : [first];
  for (const name of queue) layers.set(name, 0);
  const rest = [...nodes].sort();
  for (let index = 0; index < queue.length || rest.length > 0; index += 1) {
    const name = queue[index];
    if (name === undefined) {
      const other = rest.shift();
      if (other !== undefined && !layers.has(other)) {
        layers.set(other, 0);
        queue.push(other);
      }
      index -= 1;
      continue;
    }
    for (const edge of edges) {
      if (edge.from !== name || layers.has(edge.to)) continue;
      layers.set(edge.to, (layers.get(name) ?? 0) + 1);
      queue.push(edge.to);
    }
  }
  return layers;
}

/** Places along the line, near its middle first, above and below it. */
function candidates({ label }: GraphEdge, from: Box, to: Box, bottom: number): readonly Box[] {
  const width = label.length * sign + 8;
  return [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
    .flatMap((part) => {
      const { x, y } = pointAt(from, to, part);
      return [-1, 0, 1].map((step) => ({
        x: x - width / 2,
        y: y - line / 2 + step * line,
        width,
        height: line,
      }));
    })
    .filter((box) => box.x >= 0 && box.y >= 0 && box.y + box.height <= bottom);
}

/** A point of the cubic curve that `curve` draws. */
function pointAt(from: Box, to: Box, part: number): { readonly x: number; readonly y: number } {
  const [a, b, c, d] = curve(from, to);
  const rest = 1 - part;
  const mix = (axis: 'x' | 'y'): number =>
    rest ** 3 * a[axis] +
    3 * rest ** 2 * part * b[axis] +
    3 * rest * part ** 2 * c[axis] +
    part ** 3 * d[axis];
  return { x: mix('x'), y: mix('y') };
}

type Point = { readonly x: number; readonly y: number };

/** Start, two handles and end of an edge; it leaves and enters at the sides. */
export function curve(from: Box, to: Box): readonly [Point, Point, Point, Point] {
  const forward = to.x > from.x;
  const a = { x: forward ? from.x + from.width : from.x, y: from.y + from.height * (forward ? 0.4 : 0.6) };
  const d = { x: forward ? to.x : to.x + to.width, y: to.y + to.height * (forward ? 0.4 : 0.6) };
  const reach = Math.max(40, Math.abs(d.x - a.x) / 2) * (forward ? 1 : -1);
  return [a, { x: a.x + reach, y: a.y }, { x: d.x - reach, y: d.y }, d];
}
