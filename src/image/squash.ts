// Layer records put one upon the other: which entry and which fact a container would still see.
import type { Entry } from './analyzer.ts';
import { findEntry, rowsFrom, type TableRow } from './entry-table.ts';
import type { LayerRecord } from './layer-record.ts';
import { resolvePath } from './resolve.ts';
import type { ImageView, LayeredFact, VisibleEntry } from './view.ts';

interface LayerIndex {
  readonly record: LayerRecord;
  readonly whiteouts: ReadonlySet<string>;
  readonly opaque: ReadonlySet<string>;
  /** Whether this layer hides what lower layers have inside a directory; filled as it is asked. */
  readonly hides: Map<string, boolean>;
}

/** Puts records together, lowest layer first (OCI image-spec layer.md §Applying Changesets). Reads lazily. */
export function squash(records: readonly LayerRecord[]): ImageView {
  const layers = records.map(toIndex);
  const find = (path: string): VisibleEntry | undefined => {
    const parent = parentOf(path);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const index = layers[layer];
      if (index === undefined) continue;
      const entry = findEntry(index.record.entries, path);
      if (entry !== undefined) return { entry, layer };
      if (index.whiteouts.has(path) || hidesInside(index, parent)) return undefined;
    }
    return undefined;
  };
  const factsOf = new Map<string, readonly LayeredFact[]>();
  return {
    layers: layers.length,
    entry: find,
    resolve: (path) => resolvePath(find, path),
    facts(analyzer) {
      const known = factsOf.get(analyzer);
      if (known !== undefined) return known;
      const facts = layers.flatMap((index, layer) => layerFacts(layers, index.record, layer, analyzer));
      factsOf.set(analyzer, facts);
      return facts;
    },
    entries: () => visibleEntries(layers),
  };
}

function toIndex(record: LayerRecord): LayerIndex {
  return {
    record,
    whiteouts: new Set(record.whiteouts),
    opaque: new Set(record.opaque),
    hides: new Map(),
  };
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function hidesInside(index: LayerIndex, directory: string): boolean {
  if (directory === '') return index.opaque.has('');
  const known = index.hides.get(directory);
  if (known !== undefined) return known;
  const hides =
    index.opaque.has(directory) ||
    index.whiteouts.has(directory) ||
    hidesInside(index, parentOf(directory)) ||
    replaces(findEntry(index.record.entries, directory));
  index.hides.set(directory, hides);
  return hides;
}

function replaces(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.type !== 'directory';
}

/** Whether a layer above `layer` deletes or replaces what `layer` has at `path`. */
function isCovered(layers: readonly LayerIndex[], layer: number, path: string): boolean {
  const parent = parentOf(path);
  return layers.some(
    (index, above) =>
      above > layer &&
      (index.whiteouts.has(path) ||
        hidesInside(index, parent) ||
        findEntry(index.record.entries, path) !== undefined),
  );
}

/** A file that is gone by its own name but lives on by a hard link of its layer is seen by that name. */
function layerFacts(
  layers: readonly LayerIndex[],
  record: LayerRecord,
  layer: number,
  analyzer: string,
): LayeredFact[] {
  const links = Map.groupBy(record.hardlinks, ([, target]) => target);
  const never = record.replacedFacts.of(analyzer).map((fact) => ({ ...fact, layer, visible: false }));
  const facts = record.facts.of(analyzer).map((fact) => {
    if (!isCovered(layers, layer, fact.path)) return { ...fact, layer, visible: true };
    const link = links.get(fact.path)?.find(([path]) => !isCovered(layers, layer, path));
    return { ...fact, path: link?.[0] ?? fact.path, layer, visible: link !== undefined };
  });
  return never.length === 0 ? facts : [...never, ...facts].sort(byPath);
}

/** A merge of all tables; of one path the highest layer counts, unless a layer above it hides the place. */
function* visibleEntries(layers: readonly LayerIndex[]): Generator<VisibleEntry, void, undefined> {
  const cursors = layers.map((index) => rowsFrom(index.record.entries));
  const heads = cursors.map((cursor) => cursor.next().value ?? undefined);
  for (;;) {
    let best: { readonly row: TableRow; readonly layer: number } | undefined;
    heads.forEach((row, layer) => {
      if (row !== undefined && (best === undefined || row.key <= best.row.key)) best = { row, layer };
    });
    if (best === undefined) return;
    const { row, layer } = best;
    heads.forEach((head, i) => {
      if (head?.key === row.key) heads[i] = cursors[i]?.next().value ?? undefined;
    });
    const entry = row.entry();
    const parent = parentOf(entry.path);
    const hidden = layers.some(
      (index, above) => above > layer && (index.whiteouts.has(entry.path) || hidesInside(index, parent)),
    );
    if (!hidden) yield { entry, layer };
  }
}

function byPath(a: LayeredFact, b: LayeredFact): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}
