// All entries of a layer in a few bytes each: front-coded paths in byte order, packed in blocks that are searched.
import type { Entry } from './analyzer.ts';
import { keySpan, readRow, type TableRow } from './entry-row.ts';

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
  const row = seekRow(table, key);
  return row?.key === key ? row.entry() : undefined;
}

/** Whether there is an entry at this path or anywhere below it. */
export function hasWithin(table: EntryTable, path: string): boolean {
  const key = pathKey(path);
  return seekRow(table, key)?.key === key || seekRow(table, `${key}/`)?.key.startsWith(`${key}/`) === true;
}

/** All rows, in byte order of path. */
export function* rowsOf(table: EntryTable): Generator<TableRow, void, undefined> {
  const bytes = bytesOf(table);
  let previous = '';
  for (let at = 0; at < bytes.length; ) {
    const row = readRow(bytes, at, previous);
    at = row.next;
    previous = row.key;
    yield row;
  }
}

/** The first row whose path is not below `key` in byte order. */
function seekRow(table: EntryTable, key: string): TableRow | undefined {
  const bytes = bytesOf(table);
  let at = table.blocks[lastBlockNotAbove(table, bytes, key)] ?? bytes.length;
  let previous = '';
  while (at < bytes.length) {
    const row = readRow(bytes, at, previous);
    if (row.key >= key) return row;
    at = row.next;
    previous = row.key;
  }
  return undefined;
}

function bytesOf(table: EntryTable): Buffer {
  return Buffer.from(table.rows.buffer, table.rows.byteOffset, table.rows.byteLength);
}

function lastBlockNotAbove(table: EntryTable, bytes: Buffer, key: string): number {
  const wanted = Buffer.from(key, 'latin1');
  let low = 0;
  let high = table.blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    // A block's first row shares nothing: one zero byte stands before its path.
    const { start, end } = keySpan(bytes, (table.blocks[middle] ?? 0) + 1);
    if (bytes.compare(wanted, 0, wanted.length, start, end) <= 0) low = middle;
    else high = middle;
  }
  return low;
}
