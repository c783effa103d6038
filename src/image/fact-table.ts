// The facts of a layer by analyzer; those from the cache are parsed only for the analyzers that are asked for.
import type { Fact, Json } from './analyzer.ts';

export interface FactTable {
  /** Ids of the analyzers that have facts, sorted. */
  readonly analyzers: readonly string[];
  /** In byte order of path. */
  of(analyzer: string): readonly Fact[];
}

export function factTable(facts: readonly Fact[]): FactTable {
  const groups = Map.groupBy(facts, (fact) => fact.analyzer);
  for (const group of groups.values()) group.sort(byPath);
  return { analyzers: [...groups.keys()].sort(), of: (analyzer) => groups.get(analyzer) ?? [] };
}

/** Sections of JSON, `[[path, data], …]` by analyzer; their bytes must have been verified. */
export function lazyFacts(sections: ReadonlyMap<string, Buffer>): FactTable {
  const parsed = new Map<string, readonly Fact[]>();
  return {
    analyzers: [...sections.keys()],
    of(analyzer) {
      const known = parsed.get(analyzer);
      if (known !== undefined) return known;
      const section = sections.get(analyzer);
      const pairs: [string, Json][] = section === undefined ? [] : JSON.parse(section.toString('utf8'));
      const facts = pairs.map(([path, data]) => ({ analyzer, path, data }));
      parsed.set(analyzer, facts);
      return facts;
    },
  };
}

/** By UTF-8 bytes; of one path in the order of finding. */
function byPath(a: Fact, b: Fact): number {
  return a.path === b.path ? 0 : Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}
