// The reachability graph in Graphviz DOT.
import { withoutControls } from '../encoders/terminal.ts';
import type { Graph, GraphEdge } from './graph.ts';

/** `opened`: edges of a change, drawn to be seen first. */
export function renderReachDot(graph: Graph, opened: (edge: GraphEdge) => boolean = () => false): string {
  const lines = ['digraph reach {', '  rankdir=LR;', '  node [shape=box];'];
  for (const node of graph.nodes) lines.push(`  ${quoted(node)};`);
  for (const edge of graph.edges) {
    const style = edge.kind === 'unknown' ? ', style=dashed' : '';
    const strong = opened(edge) ? ', color="#c0281c", penwidth=2.5' : '';
    lines.push(
      `  ${quoted(edge.from)} -> ${quoted(edge.to)} [label=${quoted(edge.label)}${style}${strong}];`,
    );
  }
  return `${lines.join('\n')}\n}\n`;
}

/** A quoted DOT id: backslashes and quotes are escaped, so that a name cannot end it. */
function quoted(text: string): string {
  return `"${withoutControls(text).replace(/[\\"]/g, '\\$&')}"`;
}
