// All entries of a layer in a few bytes each: front-coded paths in byte order, packed in blocks that are searched.
import type { Entry } from './analyzer.ts';
import { readPathLength, readRow } from './entry-row.ts';

export const blockRows = 16;

/** Two byte arrays; rows as `entry-row.ts` writes them. */
export interface EntryTable {
  readonly count: number;
  readonly rows: Uint8Array;
  /** Where each block of `blockRows` rows starts; the first row of a block shares nothing with its forerunner. */
  readonly blocks: Uint32Array;
}

/** UTF-8 bytes of a path as latin1 text, whose order by `<` is byte order. */
export function pathKey(path: string): string {
  return /[^\x00-\x7f]/.test(path) ? Buffer.from(path, 'utf8').toString('latin1') : path;
}

/** The entry at exactly this path. */
export function findEntry(table: EntryTable, path: string): Entry | undefined {
  const key = pathKey(path);
  for (const found of rowsFrom(table, key)) return found.key === key ? found.entry() : undefined;
  return undefined;
}

export interface TableRow {
  readonly key: string;
  entry(): Entry;
}

/** Rows in order, beginning with the first whose path is not below `key` in byte order. */
export function* rowsFrom(table: EntryTable, key = ''): Generator<TableRow, void, undefined> {
  const bytes = Buffer.from(table.rows.buffer, table.rows.byteOffset, table.rows.byteLength);
  const block = key === '' ? 0 : lastBlockNotAbove(table, bytes, key);
  let at = table.blocks[block] ?? bytes.length;
  let previous = '';
  while (at < bytes.length) {
    const row = readRow(bytes, at, previous);
    at = row.next;
    previous = row.key;
    if (row.key >= key) yield row;
  }
}

function lastBlockNotAbove(table: EntryTable, bytes: Buffer, key: string): number {
  const wanted = Buffer.from(key, 'latin1');
  let low = 0;
  let high = table.blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const { start, end } = readPathLength(bytes, table.blocks[middle] ?? 0);
    if (bytes.compare(wanted, 0, wanted.length, start, end) <= 0) low = middle;
    else high = middle;
  }
  return low;
}
