// The column of each node of the picture.
import type { Graph } from './graph.ts';

/**
 * Longest way from the nodes that nothing reaches, so that an edge leads to a later column. Edges that close a
 * circle, found by a walk in the order of names, do not count.
 */
export function layersOf({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const names = [...nodes].sort();
  const reached = new Set(edges.map((edge) => edge.to));
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const forward = new Map<string, string[]>();
  const walk = (name: string): void => {
    state.set(name, 'open');
    const onward = (after.get(name) ?? []).filter((to) => {
      if (!state.has(to)) walk(to);
      return state.get(to) === 'done';
    });
    forward.set(name, onward);
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of [...names.filter((one) => !reached.has(one)), ...names])
    if (!state.has(name)) walk(name);
  const layers = new Map<string, number>();
  for (const name of order.reverse()) {
    const own = layers.get(name) ?? 0;
    layers.set(name, own);
    for (const to of forward.get(name) ?? []) layers.set(to, Math.max(layers.get(to) ?? 0, own + 1));
  }
  return layers;
}
