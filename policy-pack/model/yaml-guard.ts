// Ceilings for YAML, judged on its concrete syntax before any node is built: depth, aliases, keys.
import type { CST } from 'yaml';

export const yamlCeilings = {
  depth: 64,
  /** Nodes of one document once all aliases are followed. */
  expandedNodes: 2_000_000,
  /** Keys of one mapping: the parser compares each with all before it. */
  keys: 20_000,
};

export interface Excess {
  readonly offset: number;
  readonly message: string;
}

/** The first ceiling that a document breaks, or `undefined`. Never recurses deeper than the ceiling. */
export function excessOf(document: CST.Token): Excess | undefined {
  if (document.type !== 'document' || document.value === undefined) return undefined;
  const weights = new Map<string, number>();
  const state: { excess: Excess | undefined } = { excess: undefined };
  weigh(document.value, anchorOf(document.start), 1, weights, state);
  return state.excess;
}

function anchorOf(tokens: readonly CST.SourceToken[] | undefined): string | undefined {
  return tokens?.findLast((token) => token.type === 'anchor')?.source.slice(1);
}

function weigh(
  token: CST.Token,
  anchor: string | undefined,
  depth: number,
  weights: Map<string, number>,
  state: { excess: Excess | undefined },
): number {
  if (state.excess !== undefined) return 1;
  const offset = 'offset' in token ? token.offset : 0;
  if (depth > yamlCeilings.depth) {
    state.excess = { offset, message: `nested deeper than ${yamlCeilings.depth} levels` };
    return 1;
  }
  let weight = 1;
  if (token.type === 'alias') {
    // Also refuses an alias within its own anchor: a tree must end.
    const known = weights.get(token.source.slice(1));
    if (known === undefined)
      state.excess = { offset, message: `the alias ${token.source} names nothing before it` };
    weight = known ?? 1;
  } else if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
    if (token.type !== 'block-seq' && token.items.length > yamlCeilings.keys) {
      state.excess = { offset, message: `more than ${yamlCeilings.keys} keys in one mapping` };
      return 1;
    }
    for (const item of token.items) {
      if (item.key) weight += weigh(item.key, anchorOf(item.start), depth + 1, weights, state);
      if (item.value) {
        const own = item.sep === undefined ? item.start : item.sep;
        weight += weigh(item.value, anchorOf(own), depth + 1, weights, state);
      }
    }
  }
  if (weight > yamlCeilings.expandedNodes && state.excess === undefined) {
    state.excess = { offset, message: `aliases unfold to more than ${yamlCeilings.expandedNodes} nodes` };
  }
  if (anchor !== undefined) weights.set(anchor, weight);
  return weight;
}
