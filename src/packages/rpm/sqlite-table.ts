// Rows of one SQLite table, read by walking its b-tree (sqlite.org/fileformat2.html §1.5, §1.6, §2.1).
import { broken, slice, uint } from './broken.ts';
import type { SqliteFile } from './sqlite-file.ts';

export type SqliteValue = number | string | Buffer | null;

const interior = 0x05;
const leaf = 0x0d;
const depthCeiling = 20;

/** The rows of a table by name, in order of row id. No page is read twice: the work is bounded by the file. */
export function* readTable(file: SqliteFile, table: string): Generator<readonly SqliteValue[]> {
  const seen = new Set<number>();
  let root: number | undefined;
  for (const [type, name, , page] of walk(file, 1, seen, 0)) {
    if (type === 'table' && name === table && typeof page === 'number') root = page;
  }
  if (root === undefined) broken(`it has no table ${table}`);
  yield* walk(file, root, seen, 0);
}

function* walk(
  file: SqliteFile,
  number: number,
  seen: Set<number>,
  depth: number,
): Generator<readonly SqliteValue[]> {
  if (depth > depthCeiling) broken('its tree is too deep');
  const page = take(file, number, seen);
  const start = number === 1 ? 100 : 0;
  const kind = uint(page, start, 1);
  if (kind !== interior && kind !== leaf) broken(`page ${number} is no part of a table`);
  const cells = uint(page, start + 3, 2);
  const pointers = start + (kind === interior ? 12 : 8);
  for (let index = 0; index < cells; index++) {
    const at = uint(page, pointers + 2 * index, 2);
    if (kind === interior) yield* walk(file, uint(page, at, 4), seen, depth + 1);
    else yield record(payload(file, page, at, seen));
  }
  if (kind === interior) yield* walk(file, uint(page, start + 8, 4), seen, depth + 1);
}

function take(file: SqliteFile, number: number, seen: Set<number>): Buffer {
  if (seen.has(number)) broken(`page ${number} is used twice`);
  seen.add(number);
  return file.page(number).subarray(0, file.usable);
}

/** The content of a cell of a leaf, with what flows over to pages of its own. */
function payload(file: SqliteFile, page: Buffer, at: number, seen: Set<number>): Buffer {
  const [length, afterLength] = varint(page, at);
  const [, start] = varint(page, afterLength);
  const most = file.usable - 35;
  if (length <= most) return slice(page, start, length);
  if (length > file.pages * file.pageSize) broken('a value is larger than the file');
  const least = Math.floor(((file.usable - 12) * 32) / 255) - 23;
  const wished = least + ((length - least) % (file.usable - 4));
  const local = wished <= most ? wished : least;
  const parts = [slice(page, start, local)];
  let next = uint(page, start + local, 4);
  for (let left = length - local; left > 0; ) {
    const overflow = take(file, next, seen);
    const part = slice(overflow, 4, Math.min(left, file.usable - 4));
    parts.push(part);
    left -= part.length;
    next = uint(overflow, 0, 4);
  }
  return Buffer.concat(parts, length);
}

/** Up to nine bytes, seven bits each but the last. Numbers beyond 2^53 are refused where they are lengths. */
function varint(bytes: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = uint(bytes, at + index, 1);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [value * 256 + uint(bytes, at + 8, 1), at + 9];
}

function record(bytes: Buffer): readonly SqliteValue[] {
  const [headerEnd, first] = varint(bytes, 0);
  if (headerEnd > bytes.length) broken('a record is cut');
  const values: SqliteValue[] = [];
  let body = headerEnd;
  for (let at = first; at < headerEnd; ) {
    const [type, next] = varint(bytes, at);
    const size = sizeOf(type);
    values.push(value(slice(bytes, body, size), type));
    body += size;
    at = next;
  }
  return values;
}

const fixedSizes: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function sizeOf(type: number): number {
  return fixedSizes[type] ?? Math.floor((type - 12) / 2);
}

function value(bytes: Buffer, type: number): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  if (type === 8 || type === 9) return type - 8;
  if (type >= 1 && type <= 5) return bytes.readIntBE(0, bytes.length);
  return type === 6 ? Number(bytes.readBigInt64BE(0)) : type === 7 ? bytes.readDoubleBE(0) : null;
}
