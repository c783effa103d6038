// The rollback journal of a SQLite database: the pages as they were before a change that was not finished.
import { uint } from './broken.ts';
import type { PageChanges } from './sqlite-log.ts';

/** Where SQLite would begin when it opened the database: nothing to do, or pages to put back. */
export type Journal =
  | { readonly kind: 'done' }
  | { readonly kind: 'hot'; readonly before: PageChanges }
  /** One change of several databases: whether it happened stands in a file outside both. */
  | { readonly kind: 'shared'; readonly file: string };

const magic = Buffer.from('d9d505f920a163d7', 'hex');
const headerLength = 28;

/**
 * What a rollback journal takes back (sqlite.org/fileformat2.html §3; its order of reading: pager.c). The journal
 * is a row of segments: a header in a sector of its own, then as many pages as it counts, each with a check sum.
 * Reading ends where SQLite's ends: at a header without magic, a page whose sum is wrong, or the end of the file.
 */
export function readRollbackJournal(journal: Buffer): Journal {
  if (!hasHeader(journal, 0)) return { kind: 'done' };
  const geometry = {
    size: uint(journal, 16, 4),
    sectorSize: uint(journal, 20, 4),
    pageSize: uint(journal, 24, 4),
  };
  if (!isPowerOfTwo(geometry.sectorSize, 32) || !isPowerOfTwo(geometry.pageSize, 512))
    return { kind: 'done' };
  const file = superJournal(journal);
  if (file !== undefined) return { kind: 'shared', file };
  const pages = new Map<number, Buffer>();
  for (let at = 0; hasHeader(journal, at); ) {
    const segment = journal.subarray(at + geometry.sectorSize);
    const stated = uint(journal, at + 8, 4);
    const room = Math.floor(segment.length / (geometry.pageSize + 8));
    // All ones: written without waiting for the disk, as many as there are.
    const count = stated === 0xffffffff ? room : stated;
    const isWhole = readPages(segment, Math.min(count, room), uint(journal, at + 12, 4), geometry, pages);
    if (!isWhole || count > room) break;
    const end = at + geometry.sectorSize + count * (geometry.pageSize + 8);
    at = Math.ceil(end / geometry.sectorSize) * geometry.sectorSize;
  }
  return { kind: 'hot', before: { ...geometry, pages } };
}

/** What the first header says for the whole journal. */
interface Geometry {
  /** Pages of the database before the change. */
  readonly size: number;
  readonly sectorSize: number;
  readonly pageSize: number;
}

function hasHeader(journal: Buffer, at: number): boolean {
  return at + headerLength <= journal.length && journal.subarray(at, at + 8).equals(magic);
}

function isPowerOfTwo(value: number, least: number): boolean {
  return value >= least && value <= 65_536 && (value & (value - 1)) === 0;
}

/** Adds the pages of one segment, the first content of each; false where a check sum ends the reading. */
function readPages(
  segment: Buffer,
  count: number,
  nonce: number,
  { pageSize, size }: Geometry,
  pages: Map<number, Buffer>,
): boolean {
  for (let index = 0; index < count; index++) {
    const at = index * (pageSize + 8);
    const number = uint(segment, at, 4);
    if (number === 0) return false;
    if (number > size || pages.has(number)) continue;
    const content = segment.subarray(at + 4, at + 4 + pageSize);
    if (checkSum(content, nonce) !== uint(segment, at + 4 + pageSize, 4)) return false;
    pages.set(number, content);
  }
  return true;
}

/** The nonce and every 200th byte, counted from the end. */
function checkSum(page: Buffer, nonce: number): number {
  let sum = nonce;
  for (let at = page.length - 200; at > 0; at -= 200) sum = (sum + uint(page, at, 1)) >>> 0;
  return sum;
}

/** The name behind the last page: of a change of several databases (§3, «super-journal»). */
function superJournal(journal: Buffer): string | undefined {
  const end = journal.length - 16;
  if (end < headerLength || !journal.subarray(end + 8).equals(magic)) return undefined;
  const length = uint(journal, end, 4);
  if (length === 0 || length > end) return undefined;
  const name = journal.subarray(end - length, end);
  const sum = name.reduce((total, byte) => (total + ((byte << 24) >> 24)) | 0, 0) >>> 0;
  return sum === uint(journal, end + 4, 4) ? name.toString('utf8') : undefined;
}
