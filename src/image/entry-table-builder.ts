// Collects the entries of a layer as they pass and packs them, sorted, into the table.
import type { Entry } from './analyzer.ts';
import { decodeName } from './entry-path.ts';
import { byteSink, keySpan, putBytes, putFields, putNumber, putText, type Span } from './entry-row.ts';
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
  /** Bytes that the entries so far take. */
  readonly bytes: number;
  finish(): BuiltTable;
}

/** Entries wait as bytes, not as objects: a million of them must not grow the heap. */
export function entryTableBuilder(): EntryTableBuilder {
  const waiting = byteSink();
  let starts = new Uint32Array(1024);
  let added = 0;
  const links = new Set<string>();
  const keyAt = (index: number): Span => keySpan(waiting.bytes, starts[index] ?? 0);
  return {
    add(entry) {
      if (added === starts.length) starts = doubled(starts);
      starts[added++] = waiting.length;
      const key = pathKey(entry.path);
      putText(waiting, key);
      putFields(waiting, entry);
      if (entry.type === 'symlink') links.add(key);
      else if (links.size > 0) links.delete(key);
    },
    get count() {
      return added;
    },
    get bytes() {
      return waiting.length;
    },
    finish() {
      const order = inByteOrder(waiting.bytes, added, keyAt);
      const out = byteSink(waiting.length / 2 + 1024);
      const blocks: number[] = [];
      const replaced = new Set<number>();
      let previous = '';
      let directory = '';
      let throughLink: string | undefined;
      let count = 0;
      for (let i = 0; i < order.length; i++) {
        const index = order[i] ?? 0;
        const span = keyAt(index);
        const next = order[i + 1];
        if (next !== undefined && compareSpans(waiting.bytes, span, keyAt(next)) === 0) {
          replaced.add(index);
          continue;
        }
        const key = waiting.bytes.toString('latin1', span.start, span.end);
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
        const end = index + 1 < added ? (starts[index + 1] ?? 0) : waiting.length;
        putBytes(out, waiting.bytes, span.end, end);
        previous = key;
        count++;
      }
      const rows = new Uint8Array(out.bytes.subarray(0, out.length));
      return { table: { count, rows, blocks: Uint32Array.from(blocks) }, replaced, throughLink };
    },
  };
}

function doubled(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(starts.length * 2);
  more.set(starts);
  return more;
}

/** Whether a directory is one of the links or stands below one. */
function isBelow(directory: string, links: ReadonlySet<string>): boolean {
  for (let path = directory; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (links.has(path)) return true;
  }
  return false;
}

/**
 * Numbers of the entries by path; of equal paths the earlier one first. A plain array, because its sort is quick
 * on runs in order, which is how most tars are written.
 */
function inByteOrder(bytes: Buffer, count: number, keyAt: (index: number) => Span): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  return order.sort((a, b) => compareSpans(bytes, keyAt(a), keyAt(b)));
}

function compareSpans(bytes: Buffer, a: Span, b: Span): number {
  return bytes.compare(bytes, b.start, b.end, a.start, a.end);
}

function sharedPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return shared;
}
