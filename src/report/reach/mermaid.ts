// The reachability graph in Mermaid, which GitHub draws in a comment.
import { withoutControls } from '../encoders/terminal.ts';
import type { Graph } from './graph.ts';

type Edge = Graph['edges'][number];

/** `opened`: edges of a change, drawn to be seen first. Mermaid numbers its links in the order in which they are written. */
export function renderReachMermaid<E extends Edge>(
  graph: { readonly nodes: readonly string[]; readonly edges: readonly E[] },
  opened: (edge: E) => boolean = () => false,
): string {
  const ids = new Map(graph.nodes.map((node, index) => [node, `n${index}`]));
  const lines = ['flowchart LR'];
  for (const [node, id] of ids) lines.push(`  ${id}["${escaped(node)}"]`);
  for (const edge of graph.edges) {
    const arrow = edge.kind === 'unknown' ? '-.->' : '-->';
    lines.push(`  ${ids.get(edge.from)} ${arrow}|"${escaped(edge.label)}"| ${ids.get(edge.to)}`);
  }
  const strong = graph.edges.flatMap((edge, index) => (opened(edge) ? [index] : []));
  if (strong.length > 0) lines.push(`  linkStyle ${strong.join(',')} stroke:#d1242f,stroke-width:3px`);
  return `${lines.join('\n')}\n`;
}

/** Only letters, digits and a few plain signs stay; the rest becomes Mermaid's numeric entities. */
function escaped(text: string): string {
  return withoutControls(text).replace(/[^A-Za-z0-9 ./,:_-]/gu, (sign) => `#${sign.codePointAt(0) ?? 63};`);
}
