// One row of the entry table as bytes: shared prefix, rest of the path, then the entry's other fields.
import type { Entry, EntryType } from './analyzer.ts';
import { decodeName } from './entry-path.ts';

const types: readonly EntryType[] = [
  'file',
  'directory',
  'symlink',
  'hardlink',
  'character-device',
  'block-device',
  'fifo',
];
const withTarget = 0x08;
const withXattrs = 0x10;

/** Bytes that grow. */
export interface ByteSink {
  bytes: Buffer;
  length: number;
}

export function byteSink(capacity = 1 << 16): ByteSink {
  return { bytes: Buffer.allocUnsafe(capacity), length: 0 };
}

function reserve(sink: ByteSink, more: number): void {
  if (sink.length + more <= sink.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(sink.bytes.length * 2, sink.length + more));
  sink.bytes.copy(grown, 0, 0, sink.length);
  sink.bytes = grown;
}

/** Little-endian base 128; up to 2^53. */
export function putNumber(sink: ByteSink, value: number): void {
  reserve(sink, 8);
  let rest = value;
  while (rest > 127) {
    sink.bytes[sink.length++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  sink.bytes[sink.length++] = rest;
}

export function putText(sink: ByteSink, latin1: string): void {
  putNumber(sink, latin1.length);
  reserve(sink, latin1.length);
  sink.length += sink.bytes.write(latin1, sink.length, 'latin1');
}

/** A stretch of other bytes, with its length before it. */
export function putBytes(sink: ByteSink, from: Buffer, start: number, end: number): void {
  putNumber(sink, end - start);
  reserve(sink, end - start);
  sink.length += from.copy(sink.bytes, sink.length, start, end);
}

/** Everything of an entry but its path. */
export function putFields(sink: ByteSink, entry: Entry): void {
  const target = entry.target === undefined ? 0 : withTarget;
  const xattrs = entry.xattrs === undefined ? 0 : withXattrs;
  putNumber(sink, types.indexOf(entry.type) | target | xattrs);
  putNumber(sink, entry.mode);
  putNumber(sink, entry.uid);
  putNumber(sink, entry.gid);
  putNumber(sink, entry.size);
  // Times before 1970 are odd numbers.
  putNumber(sink, entry.mtime < 0 ? -entry.mtime * 2 - 1 : entry.mtime * 2);
  if (entry.target !== undefined) putText(sink, Buffer.from(entry.target, 'utf8').toString('latin1'));
  if (entry.xattrs === undefined) return;
  const pairs = Object.entries(entry.xattrs);
  putNumber(sink, pairs.length);
  for (const [name, value] of pairs) {
    putText(sink, name);
    putText(sink, value);
  }
}

/** A place in bytes that reading moves on. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

export function takeNumber(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
}

function takeText(cursor: Cursor): string {
  const length = takeNumber(cursor);
  cursor.at += length;
  return cursor.bytes.toString('latin1', cursor.at - length, cursor.at);
}

/** A stretch of bytes, its end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the bytes stand whose length is written at `at`. */
export function keySpan(bytes: Buffer, at: number): Span {
  const cursor = { bytes, at };
  const length = takeNumber(cursor);
  return { start: cursor.at, end: cursor.at + length };
}

/** The entry of a path whose fields stand at `at`, after their length. */
export function readFields(bytes: Buffer, at: number, key: string): Entry {
  const cursor = { bytes, at };
  takeNumber(cursor);
  return takeFields(key, cursor);
}

function takeFields(key: string, cursor: Cursor): Entry {
  const flags = takeNumber(cursor);
  const mode = takeNumber(cursor);
  const uid = takeNumber(cursor);
  const gid = takeNumber(cursor);
  const size = takeNumber(cursor);
  const time = takeNumber(cursor);
  const entry: Entry = {
    path: decodeName(key),
    type: types[flags & 7] ?? 'file',
    size,
    mode,
    uid,
    gid,
    mtime: time % 2 === 0 ? time / 2 : -(time + 1) / 2,
  };
  const linked = flags & withTarget ? { ...entry, target: decodeName(takeText(cursor)) } : entry;
  return flags & withXattrs ? { ...linked, xattrs: takeXattrs(cursor) } : linked;
}

function takeXattrs(cursor: Cursor): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let left = takeNumber(cursor); left > 0; left--) pairs.push([takeText(cursor), takeText(cursor)]);
  return Object.fromEntries(pairs);
}
