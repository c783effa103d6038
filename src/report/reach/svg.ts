// The reachability graph as one self-contained SVG file, the same bytes for the same graph.
import { forXml } from '../encoders/markup.ts';
import { curve, stretches } from './curve.ts';
import type { Graph, GraphEdge } from './graph.ts';
import { layOut, listText } from './layout.ts';

const colours = { allowed: '#3a5a78', unknown: '#8a8a8a', opened: '#c0281c' };

/** `opened`: edges of a change, drawn to be seen first. */
export function renderReachSvg(graph: Graph, opened: (edge: GraphEdge) => boolean = () => false): string {
  const { nodes, edges, width, height } = layOut(graph);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="12">`,
    '  <title>Who can reach whom</title>',
    `  <rect width="${width}" height="${height}" fill="#ffffff"/>`,
    '  <defs>',
    ...Object.entries(colours).map(
      ([name, colour]) =>
        `    <marker id="${name}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colour}"/></marker>`,
    ),
    '  </defs>',
  ];
  const kindOf = (edge: GraphEdge): keyof typeof colours => (opened(edge) ? 'opened' : edge.kind);
  for (const { edge, route } of edges) {
    const kind = kindOf(edge);
    const way = stretches(route).map(([from, to], index) => {
      const [a, b, c, d] = curve(from, to).map(({ x, y }) => `${round(x)} ${round(y)}`);
      return `${index === 0 ? 'M' : 'L'}${a}C${b} ${c} ${d}`;
    });
    const dash = edge.kind === 'unknown' ? ' stroke-dasharray="5 4"' : '';
    const strong = kind === 'opened' ? 2.5 : 1.2;
    lines.push(
      `  <path d="${way.join('')}" fill="none" stroke="${colours[kind]}" stroke-width="${strong}"${dash} marker-end="url(#${kind})"/>`,
    );
  }
  for (const { name, x, y, width: wide, height: high } of nodes) {
    lines.push(
      `  <rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}" rx="4" fill="#eef3f8" stroke="#3a5a78"/>`,
      `  <text x="${round(x + wide / 2)}" y="${round(y + high / 2 + 4)}" text-anchor="middle">${forXml(name)}</text>`,
    );
  }
  for (const { edge, label, listed } of edges) {
    const text = listed ? listText(edge) : edge.label;
    lines.push(
      `  <rect x="${round(label.x)}" y="${round(label.y)}" width="${round(label.width)}" height="${round(label.height)}" fill="#ffffff"/>`,
      `  <text x="${round(label.x + 4)}" y="${round(label.y + 13)}" fill="${colours[kindOf(edge)]}">${forXml(text)}</text>`,
    );
  }
  return `${lines.join('\n')}\n</svg>\n`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
