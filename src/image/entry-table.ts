// All entries of a layer in a few bytes each: front-coded paths in byte order, packed in blocks that are searched.
import type { Entry } from './analyzer.ts';
import { type Cursor, readFields, takeNumber } from './entry-row.ts';

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
  const place = seek(table, key);
  return place.kind === 'at' ? readFields(bytesOf(table), place.fields, key) : undefined;
}

/** Whether there is an entry at this path or anywhere below it. */
export function hasWithin(table: EntryTable, path: string): boolean {
  const key = pathKey(path);
  return seek(table, key).kind === 'at' || seek(table, `${key}/`).kind === 'below';
}

/** Stands on one row after the other; `key` and `entry` are those of the row that it stands on. */
export interface RowCursor {
  /** UTF-8 bytes of the path as latin1 text. */
  readonly key: string;
  /** Goes to the next row; false behind the last one, and there is none before the first call. */
  next(): boolean;
  entry(): Entry;
}

/** Goes through all rows in byte order of path. */
export function openRows(table: EntryTable): RowCursor {
  const bytes = bytesOf(table);
  const cursor: Cursor = { bytes, at: 0 };
  let path = Buffer.allocUnsafe(1024);
  let fields = 0;
  let key = '';
  return {
    get key() {
      return key;
    },
    next() {
      if (cursor.at >= bytes.length) return false;
      const shared = takeNumber(cursor);
      const length = takeNumber(cursor);
      if (shared + length > path.length) path = Buffer.concat([path], 2 * (shared + length));
      for (let i = 0; i < length; i++) path[shared + i] = bytes[cursor.at + i] ?? 0;
      key = path.toString('latin1', 0, shared + length);
      cursor.at += length;
      fields = cursor.at;
      const skipped = takeNumber(cursor);
      cursor.at += skipped;
      return true;
    },
    entry: () => readFields(bytes, fields, key),
  };
}

/** `at`: the row of the key; `below`: the first row behind the key starts with it; else `none`. */
type Place = { readonly kind: 'at'; readonly fields: number } | { readonly kind: 'below' | 'none' };

const none: Place = { kind: 'none' };
const below: Place = { kind: 'below' };

/**
 * Searches without decoding: an image is asked for every file that its packages own. Of a front-coded row only what
 * it does not share with the row before has to be looked at, and that only where so much of the key had matched.
 */
function seek(table: EntryTable, key: string): Place {
  const bytes = bytesOf(table);
  const cursor: Cursor = { bytes, at: table.blocks[lastBlockNotAbove(table, bytes, key)] ?? bytes.length };
  let matched = 0;
  for (let row = 0; cursor.at < bytes.length; row++) {
    const shared = takeNumber(cursor);
    const length = takeNumber(cursor);
    const start = cursor.at;
    cursor.at += length;
    if (row === blockRows) matched = 0;
    if (shared < matched) return none;
    if (shared === matched) {
      const same = sharedWith(key, matched, bytes, start, length);
      matched += same;
      if (same === length && matched === key.length) return { kind: 'at', fields: cursor.at };
      if (matched === key.length) return below;
      if (same < length && (bytes[start + same] ?? 0) > key.charCodeAt(matched)) return none;
    }
    const fields = takeNumber(cursor);
    cursor.at += fields;
  }
  return none;
}

/** How many characters of the key from `from` on stand at `start`. */
function sharedWith(key: string, from: number, bytes: Buffer, start: number, length: number): number {
  const most = Math.min(length, key.length - from);
  let same = 0;
  while (same < most && bytes[start + same] === key.charCodeAt(from + same)) same++;
  return same;
}

function bytesOf(table: EntryTable): Buffer {
  return Buffer.from(table.rows.buffer, table.rows.byteOffset, table.rows.byteLength);
}

/** Where a table was last searched: those who ask go through directories file by file. */
const lastSearched = new WeakMap<EntryTable, number>();

function lastBlockNotAbove(table: EntryTable, bytes: Buffer, key: string): number {
  const { blocks } = table;
  const last = lastSearched.get(table);
  if (last !== undefined && !isAbove(table, bytes, last, key) && isAbove(table, bytes, last + 1, key))
    return last;
  let low = 0;
  let high = blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isAbove(table, bytes, middle, key)) high = middle;
    else low = middle;
  }
  lastSearched.set(table, low);
  return low;
}

/** Whether a block's first path stands behind the key; one behind the last block always does. */
function isAbove(table: EntryTable, bytes: Buffer, block: number, key: string): boolean {
  const start = table.blocks[block];
  if (start === undefined) return true;
  // A block's first row shares nothing: one zero byte stands before its path.
  const cursor: Cursor = { bytes, at: start + 1 };
  const length = takeNumber(cursor);
  const same = sharedWith(key, 0, bytes, cursor.at, length);
  return same < length && (same === key.length || (bytes[cursor.at + same] ?? 0) > key.charCodeAt(same));
}
