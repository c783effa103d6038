// One 512-byte tar header block, as POSIX.1-1988 (ustar), GNU, star and v7 write it.
import { ContentError } from '../terms/refusal.ts';

export const blockSize = 512;

/** The fields as they stand; names are latin1 text of the raw bytes. */
export interface RawHeader {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  /** The type flag's byte value; NUL is given as `0`. */
  readonly type: number;
  readonly link: string;
  /** A GNU sparse header that is continued in the next block. */
  readonly extended: boolean;
}

/** Whether the block at `at` is all zeros. */
export function isZeroBlock(bytes: Buffer, at: number): boolean {
  for (let i = at; i < at + blockSize; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** Reads the header at `at`; throws `ContentError` (`malformed`) on a wrong checksum or number. */
export function readTarHeader(bytes: Buffer, at: number): RawHeader {
  verifyChecksum(bytes, at);
  const flag = bytes[at + 156] ?? 0;
  const name = text(bytes, at, 100);
  const prefix = readPrefix(bytes, at);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: number(bytes, at + 100, 8, 'mode') & 0o7777,
    uid: number(bytes, at + 108, 8, 'uid'),
    gid: number(bytes, at + 116, 8, 'gid'),
    size: number(bytes, at + 124, 12, 'size'),
    mtime: number(bytes, at + 136, 12, 'mtime'),
    type: flag === 0 ? 0x30 : flag,
    link: text(bytes, at + 157, 100),
    extended: flag === 0x53 && bytes[at + 482] !== 0,
  };
}

function readPrefix(bytes: Buffer, at: number): string {
  if (bytes[at + 345] === 0) return '';
  // `ustar` NUL: POSIX; GNU writes `ustar  ` and uses these bytes otherwise; v7 writes nothing.
  if (bytes.toString('latin1', at + 257, at + 263) !== 'ustar\0') return '';
  const star = bytes.toString('latin1', at + 508, at + 512) === 'tar\0';
  return text(bytes, at + 345, star ? 131 : 155);
}

/** The sum of all bytes, the checksum's own field counted as spaces; old writers summed signed bytes. */
function verifyChecksum(bytes: Buffer, at: number): void {
  let sum = 0;
  for (let i = at; i < at + blockSize; i++) sum += bytes[i] ?? 0;
  for (let i = at + 148; i < at + 156; i++) sum += 32 - (bytes[i] ?? 0);
  const stated = number(bytes, at + 148, 8, 'checksum');
  if (stated === sum) return;
  let signed = sum;
  for (let i = at; i < at + blockSize; i++) {
    if ((i < at + 148 || i >= at + 156) && (bytes[i] ?? 0) > 127) signed -= 256;
  }
  if (stated !== signed) throw malformed('a tar header has a wrong checksum');
}

function text(bytes: Buffer, at: number, length: number): string {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  return bytes.toString('latin1', at, end);
}

/** Octal digits, or base 256 when the first bit is set (GNU). Absent is 0. */
function number(bytes: Buffer, at: number, length: number, field: string): number {
  const first = bytes[at] ?? 0;
  if (first >= 0x80) return base256(bytes, at, length, field);
  let value = 0;
  let state = 0;
  for (let i = at; i < at + length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x30 && byte <= 0x37 && state < 2) {
      value = value * 8 + byte - 0x30;
      state = 1;
    } else if (byte === 0x20 || byte === 0) {
      if (state === 1) state = 2;
    } else {
      throw malformed(`a tar header's ${field} is no number`);
    }
  }
  return value;
}

function base256(bytes: Buffer, at: number, length: number, field: string): number {
  const negative = bytes[at] === 0xff;
  let value = negative ? -1 : (bytes[at] ?? 0) & 0x7f;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + (bytes[i] ?? 0);
  if (!Number.isSafeInteger(value) || (value < 0 && field !== 'mtime')) {
    throw malformed(`a tar header's ${field} is out of range`);
  }
  return value;
}

export function malformed(message: string): ContentError {
  return new ContentError({ code: 'malformed', what: 'layer', message });
}
