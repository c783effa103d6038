// The pages of a SQLite database in memory (sqlite.org/fileformat2.html §1.2, §1.3).
import { crc32 } from 'node:zlib';
import { broken, slice, uint } from './broken.ts';

export interface SqliteFile {
  readonly pageSize: number;
  /** Bytes of a page that hold content; the rest is reserved for extensions. */
  readonly usable: number;
  readonly pages: number;
  readonly isWriteAhead: boolean;
  /** A page by its number, which counts from 1. */
  page(number: number): Buffer;
}

const magic = 'SQLite format 3\0';

/** Checks the header and that no page is missing; refuses text that is not UTF-8. */
export function openSqlite(bytes: Buffer): SqliteFile {
  if (bytes.length < 100 || bytes.toString('latin1', 0, 16) !== magic) broken('it is no SQLite database');
  const stated = uint(bytes, 16, 2);
  const pageSize = stated === 1 ? 65_536 : stated;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) broken(`it has pages of ${pageSize} bytes`);
  const usable = pageSize - uint(bytes, 20, 1);
  if (usable < 480) broken('its pages are reserved nearly whole');
  if (uint(bytes, 18, 1) > 2 || uint(bytes, 19, 1) > 2) broken('its format is newer than what can be read');
  if (uint(bytes, 56, 4) > 1) broken('its text is not UTF-8');
  const pages = Math.floor(bytes.length / pageSize);
  const isCounted = uint(bytes, 24, 4) === uint(bytes, 92, 4);
  const expected = isCounted ? uint(bytes, 28, 4) : pages;
  if (bytes.length % pageSize !== 0 || expected > pages) broken('it is cut: pages are missing at its end');
  return {
    pageSize,
    usable,
    pages,
    isWriteAhead: uint(bytes, 19, 1) === 2,
    page(number) {
      if (number < 1 || number > pages) broken(`page ${number} does not exist`);
      return slice(bytes, (number - 1) * pageSize, pageSize);
    },
  };
}

/** Check sum of each page, in order: what a write-ahead log is compared with. */
export function pageSums(file: SqliteFile): string[] {
  return Array.from({ length: file.pages }, (_, index) => crc32(file.page(index + 1)).toString(36));
}
