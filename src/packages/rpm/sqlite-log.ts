// The write-ahead log of a SQLite database, and putting pages into the database.
import { broken, uint } from './broken.ts';

/** What a write-ahead log adds to its database, or a rollback journal takes back. */
export interface PageChanges {
  readonly pageSize: number;
  /** Pages of the database afterwards. */
  readonly size: number;
  /** Page number → content; shares memory with the file that it was read from. */
  readonly pages: ReadonlyMap<number, Buffer>;
}

/**
 * The committed pages of a write-ahead log (sqlite.org/fileformat2.html §4): frames count as long as their
 * salts are the header's and the running check sum holds; those behind the last commit do not.
 */
export function readWriteAheadLog(log: Buffer): PageChanges {
  const committed = new Map<number, Buffer>();
  const nothing = { pageSize: 0, size: 0, pages: committed };
  if (log.length < 32 || (uint(log, 0, 4) & 0xfffffffe) !== 0x377f0682) return nothing;
  const isBig = (uint(log, 0, 4) & 1) === 1;
  const pageSize = uint(log, 8, 4);
  if (pageSize < 512 || pageSize > 65_536 || pageSize % 8 !== 0) return nothing;
  let sum = checkSum(log.subarray(0, 24), isBig, [0, 0]);
  if (!isSum(log, 24, sum)) return nothing;
  const salts = log.subarray(16, 24);
  let pending = new Map<number, Buffer>();
  let size = 0;
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    const page = log.subarray(at + 24, at + 24 + pageSize);
    sum = checkSum(page, isBig, checkSum(log.subarray(at, at + 8), isBig, sum));
    if (!isSum(log, at + 16, sum)) break;
    pending.set(uint(log, at, 4), page);
    const after = uint(log, at + 4, 4);
    if (after === 0) continue;
    size = after;
    for (const [number, content] of pending) committed.set(number, content);
    pending = new Map();
  }
  return { pageSize, size, pages: committed };
}

/** The database as SQLite would read it, the changed pages in their places and cut to its size afterwards. */
export function putPages(database: Buffer, { pageSize, size, pages }: PageChanges): Buffer {
  if (!pages.has(1) && uint(database, 16, 2) !== (pageSize === 65_536 ? 1 : pageSize))
    broken('what lies beside it has pages of another size');
  if (size * pageSize > database.length + pages.size * pageSize)
    broken('what lies beside it leaves pages unwritten');
  const merged = Buffer.alloc(size * pageSize);
  database.copy(merged);
  for (const [number, content] of pages) {
    if (number >= 1 && number <= size) content.copy(merged, (number - 1) * pageSize);
  }
  return merged;
}

type Sum = readonly [number, number];

function checkSum(bytes: Buffer, isBig: boolean, from: Sum): Sum {
  let [first, second] = from;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const a = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const b = isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    first = (first + a + second) >>> 0;
    second = (second + b + first) >>> 0;
  }
  return [first, second];
}

function isSum(bytes: Buffer, at: number, [first, second]: Sum): boolean {
  return uint(bytes, at, 4) === first && uint(bytes, at + 4, 4) === second;
}
