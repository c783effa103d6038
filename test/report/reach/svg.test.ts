// The picture: no box or label lies on another, at 12 and at 60 nodes, and hostile names stay text.
import { describe, expect, test } from '@jest/globals';
import type { Graph } from '../../../src/report/reach/graph.ts';
import { layOut, overlaps } from '../../../src/report/reach/layout.ts';
import { mapLines } from '../../../src/report/reach/line-map.ts';
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

  test('leads from left to right: each tier stands in a column of its own', () => {
    const edge = (from: string, to: string) => ({ from, to, label: 'TCP 80', kind: 'allowed' as const });
    const { nodes } = layOut({
      nodes: ['api', 'db', 'outside', 'web'],
      edges: [edge('api', 'db'), edge('outside', 'db'), edge('web', 'api')],
      folded: false,
    });
    const column = new Map(nodes.map(({ name, x }) => [name, x]));
    const [web = 0, api = 0, db = 0] = ['web', 'api', 'db'].map((name) => column.get(name));
    expect(web < api && api < db).toBe(true);
    expect(column.get('outside')).toBe(web);
  });

  test('where lines meet at a node, each label stands clear of the others', () => {
    const edge = (from: string, to: string) => ({ from, to, label: 'TCP 5432', kind: 'allowed' as const });
    const edges = [edge('outside', 'db'), edge('api', 'db'), edge('web', 'api')];
    const layout = layOut({ folded: false, nodes: ['api', 'db', 'outside', 'web'], edges });
    const lines = mapLines(layout.edges.map(({ route }) => route));
    expect(layout.edges.map(({ label, listed }, index) => [listed, lines.isCrossed(label, index)])).toEqual(
      edges.map(() => [false, false]),
    );
  });

  test.each([12, 60])('of %i nodes: no edge runs through a node that it does not join', (count) => {
    const { nodes, edges } = layOut(graphOf(count));
    for (const { edge, route } of edges) {
      const others = nodes.filter(({ name }) => name !== edge.from && name !== edge.to);
      for (const lane of route.slice(1, -1))
        expect(others.filter((node) => overlaps(node, lane))).toEqual([]);
    }
  });

  test('comes to an end where everybody reaches everybody', () => {
    const nodes = ['a', 'b', 'c'];
    const edges = nodes.flatMap((from) =>
      nodes.flatMap((to) => (from === to ? [] : [{ from, to, label: 'TCP 80', kind: 'allowed' as const }])),
    );
    expect(new Set(layOut({ nodes, edges, folded: false }).nodes.map(({ x }) => x)).size).toBe(3);
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
