// Layer records put one upon the other: which entry and which fact a container would still see.
import { findEntry, hasWithin, openRows } from './entry-table.ts';
import type { LayerRecord } from './layer-record.ts';
import { resolvePath } from './resolve.ts';
import type { ImageView, LayeredFact, VisibleEntry } from './view.ts';

interface LayerIndex {
  readonly record: LayerRecord;
  readonly whiteouts: ReadonlySet<string>;
  readonly opaque: ReadonlySet<string>;
  /** What this layer does inside a directory; filled as it is asked. */
  readonly inside: Map<string, Inside>;
}

/** `hidden`: nothing of lower layers is left there; `untouched`: the layer has nothing there itself. */
type Inside = 'hidden' | 'touched' | 'untouched';

/** Entries that a view keeps decoded: some megabytes, and more than honest images are asked for. */
const rememberedEntries = 20_000;

/** Puts records together, lowest layer first (OCI image-spec layer.md §Applying Changesets). Reads lazily. */
export function squash(records: readonly LayerRecord[]): ImageView {
  const layers = records.map(toIndex);
  const found = new Map<string, VisibleEntry | undefined>();
  const find = (path: string): VisibleEntry | undefined => {
    if (found.has(path)) return found.get(path);
    const entry = look(path);
    // The directories on the way to packages are asked for again and again.
    if (found.size < rememberedEntries) found.set(path, entry);
    return entry;
  };
  const look = (path: string): VisibleEntry | undefined => {
    const parent = parentOf(path);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const index = layers[layer];
      if (index === undefined) continue;
      const entry =
        lookInside(index, parent) === 'untouched' ? undefined : findEntry(index.record.entries, path);
      if (entry !== undefined) return { entry, layer };
      if (deletes(index, path, parent)) return undefined;
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
    inside: new Map(),
  };
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function lookInside(index: LayerIndex, directory: string): Inside {
  if (directory === '') return index.opaque.has('') ? 'hidden' : 'touched';
  const known = index.inside.get(directory);
  if (known !== undefined) return known;
  const inside = computeInside(index, directory);
  index.inside.set(directory, inside);
  return inside;
}

function computeInside(index: LayerIndex, directory: string): Inside {
  const around = lookInside(index, parentOf(directory));
  if (around === 'hidden' || index.opaque.has(directory) || index.whiteouts.has(directory)) return 'hidden';
  if (around === 'untouched' || !hasWithin(index.record.entries, directory)) return 'untouched';
  const entry = findEntry(index.record.entries, directory);
  return entry !== undefined && entry.type !== 'directory' ? 'hidden' : 'touched';
}

/** Whether a layer deletes what lower ones have at `path`, its own entry there apart. */
function deletes(index: LayerIndex, path: string, parent: string): boolean {
  return index.whiteouts.has(path) || lookInside(index, parent) === 'hidden';
}

/** Whether a layer above `layer` deletes or replaces what `layer` has at `path`. */
function isCovered(layers: readonly LayerIndex[], layer: number, path: string): boolean {
  const parent = parentOf(path);
  return layers.some(
    (index, above) =>
      above > layer &&
      (deletes(index, path, parent) ||
        (lookInside(index, parent) === 'touched' && findEntry(index.record.entries, path) !== undefined)),
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
  const cursors = layers.map((index) => openRows(index.record.entries));
  const isOver = cursors.map((cursor) => !cursor.next());
  const isHidden = hiding(layers);
  for (;;) {
    let best: string | undefined;
    let layer = 0;
    for (let i = 0; i < cursors.length; i++) {
      const key = isOver[i] === true ? undefined : cursors[i]?.key;
      if (key === undefined || (best !== undefined && key > best)) continue;
      best = key;
      layer = i;
    }
    const entry = best === undefined ? undefined : cursors[layer]?.entry();
    if (entry === undefined) return;
    for (let i = 0; i <= layer; i++) {
      if (isOver[i] !== true && cursors[i]?.key === best) isOver[i] = cursors[i]?.next() !== true;
    }
    if (!isHidden(entry.path, layer)) yield { entry, layer };
  }
}

/** Tells whether a layer above hides a place; quick on paths in order, as neighbours share their directory. */
function hiding(layers: readonly LayerIndex[]): (path: string, layer: number) => boolean {
  const deleting = layers
    .map(({ whiteouts }, layer) => ({ whiteouts, layer }))
    .filter((one) => one.whiteouts.size > 0);
  let length = -2;
  let directory = '';
  let asked = 0;
  let hidingLayer = -1;
  return (path, layer) => {
    const slash = path.lastIndexOf('/');
    if (slash !== length || layer < asked || !path.startsWith(directory)) {
      length = slash;
      directory = path.slice(0, slash + 1);
      asked = layer;
      const parent = parentOf(path);
      hidingLayer = layers.findLastIndex((index, i) => i > layer && lookInside(index, parent) === 'hidden');
    }
    return layer < hidingLayer || deleting.some((one) => one.layer > layer && one.whiteouts.has(path));
  };
}

function byPath(a: LayeredFact, b: LayeredFact): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}
