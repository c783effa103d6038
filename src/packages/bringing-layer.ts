// Which layer brought a package in: a database is written anew by every layer that installs something.
import type { ImageView, LayeredFact } from '../image/view.ts';
import { rowsFromJson } from './json-rows.ts';

/** Columns that name a package and its version, in every format of rows. */
const identity = 4;

/**
 * For a row of the visible database `fact`: index of the lowest layer from which on every database at that path
 * holds the package in that version. Files of a package that an earlier layer installed lie in that layer.
 */
export function layerThatBrought(
  view: ImageView,
  analyzer: string,
  fact: LayeredFact,
): (row: readonly string[]) => number {
  const earlier = view
    .facts(analyzer)
    .filter(({ path, layer }) => path === fact.path && layer < fact.layer)
    .toReversed()
    .map(({ layer, data }) => ({ layer, held: new Set(rowsFromJson(data).rows.map(keyOf)) }));
  return (row) => {
    const key = keyOf(row);
    const until = earlier.findIndex(({ held }) => !held.has(key));
    return earlier.slice(0, until < 0 ? earlier.length : until).at(-1)?.layer ?? fact.layer;
  };
}

function keyOf(row: readonly string[]): string {
  return row.slice(0, identity).join('\0');
}
