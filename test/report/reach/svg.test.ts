// The picture: no box or label lies on another, at 12 and at 60 nodes, and hostile names stay text.
import { describe, expect, test } from '@jest/globals';
import type { Graph } from '../../../src/report/reach/graph.ts';
import { layOut, overlaps } from '../../../src/report/reach/layout.ts';
import { renderReachSvg } from '../../../src/report/reach/svg.ts';

/** Every node is joined with the two after it, and some with one far away. */
function graphOf(count: number): Graph {
  const nodes = Array.from(
    { length: count },
    (_, index) => `space-${index % 5}/workload-${index}[Deployment]`,
  );
  const edges = nodes.flatMap((from, index) =>
    [index + 1, index + 2, (index * 7) % count].flatMap((target) => {
      const to = nodes[target];
      const label = target % 3 === 0 ? 'All Connections' : `TCP ${8000 + target}`;
      return to === undefined || to === from ? [] : [{ from, to, label, kind: 'allowed' as const }];
    }),
  );
  return { nodes, edges, folded: false };
}

describe('the picture of who reaches whom', () => {
  test.each([0, 1, 12, 60])('of %i nodes has nothing on top of another', (count) => {
    const graph = graphOf(count);
    const { nodes, edges, width, height } = layOut(graph);
    const boxes = [...nodes, ...edges.map((edge) => edge.label)];
    expect(nodes).toHaveLength(count);
    expect(edges).toHaveLength(graph.edges.length);
    for (const [index, box] of boxes.entries()) {
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(
        true,
      );
      expect(boxes.slice(index + 1).filter((other) => overlaps(box, other))).toEqual([]);
    }
  });

  test('takes names for text', () => {
    const name = '</text><script>alert(1)</script>';
    const svg = renderReachSvg({ nodes: [name], edges: [], folded: false });
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;');
  });

  test('shows what a change opens', () => {
    const graph = graphOf(3);
    expect(renderReachSvg(graph, (edge) => edge.to === graph.nodes[1])).toContain('url(#opened)');
    expect(renderReachSvg(graph)).not.toContain('url(#opened)');
  });
});
