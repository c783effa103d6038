// Collects the entries of a layer as they pass and packs them, sorted, into the table.
import type { Entry } from './analyzer.ts';
import { decodeName } from './entry-path.ts';
import { byteSink, putFields, putNumber, putText } from './entry-row.ts';
import { blockRows, type EntryTable, pathKey } from './entry-table.ts';

export interface BuiltTable {
  readonly table: EntryTable;
  /** Numbers of the entries that a later one of the same path replaces, counted from 0 as added. */
  readonly replaced: ReadonlySet<number>;
  /** First path that stands below a symbolic link of the same layer, if any. */
  readonly throughLink: string | undefined;
}

export interface EntryTableBuilder {
  add(entry: Entry): void;
  readonly count: number;
  finish(): BuiltTable;
}

export function entryTableBuilder(): EntryTableBuilder {
  const keys: string[] = [];
  const starts: number[] = [];
  const fields = byteSink();
  const links = new Set<string>();
  return {
    add(entry) {
      keys.push(pathKey(entry.path));
      starts.push(fields.length);
      if (entry.type === 'symlink') links.add(pathKey(entry.path));
      else if (links.size > 0) links.delete(pathKey(entry.path));
      putFields(fields, entry);
    },
    get count() {
      return keys.length;
    },
    finish() {
      const order = inByteOrder(keys);
      const out = byteSink(fields.length + keys.length * 24 + 16);
      const blocks: number[] = [];
      let previous = '';
      let count = 0;
      let directory = '';
      let throughLink: string | undefined;
      const replaced = new Set<number>();
      for (let i = 0; i < order.length; i++) {
        const index = order[i] ?? 0;
        const key = keys[index] ?? '';
        const next = order[i + 1];
        if (next !== undefined && keys[next] === key) {
          replaced.add(index);
          continue;
        }
        const parent = key.slice(0, Math.max(0, key.lastIndexOf('/')));
        if (parent !== directory) {
          directory = parent;
          if (throughLink === undefined && isBelow(parent, links)) throughLink = decodeName(key);
        }
        const first = count % blockRows === 0;
        if (first) blocks.push(out.length);
        const shared = first ? 0 : sharedPrefix(previous, key);
        putNumber(out, shared);
        putText(out, key.slice(shared));
        const start = starts[index] ?? 0;
        const end = starts[index + 1] ?? fields.length;
        putText(out, fields.bytes.toString('latin1', start, end));
        previous = key;
        count++;
      }
      const rows = out.bytes.subarray(0, out.length);
      const table = { count, rows: Buffer.from(rows), blocks: Uint32Array.from(blocks) };
      return { table, replaced, throughLink };
    },
  };
}

/** Whether a directory is one of the links or stands below one. */
function isBelow(directory: string, links: ReadonlySet<string>): boolean {
  for (let path = directory; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (links.has(path)) return true;
  }
  return false;
}

/** Indices by key; of equal keys the earlier one first. */
function inByteOrder(keys: readonly string[]): Uint32Array {
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => {
    const left = keys[a] ?? '';
    const right = keys[b] ?? '';
    return left < right ? -1 : left > right ? 1 : a - b;
  });
}

function sharedPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return shared;
}
