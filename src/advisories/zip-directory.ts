// The directory of a ZIP (PKWARE APPNOTE 6.3.10 §4.3.12–16, ZIP64 too): where its files lie.
import { readSync } from 'node:fs';
import { OutsideError } from '../terms/errors.ts';

const largestDirectory = 512 * 1024 * 1024;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
}

export function readAt(handle: number, at: number, length: number, file: string): Buffer {
  const body = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(handle, body, filled, length - filled, at + filled);
    if (count === 0) throw damaged(file, 'it is cut short');
    filled += count;
  }
  return body;
}

export function findDirectory(handle: number, size: number, file: string) {
  const tailLength = Math.min(size, 65_557);
  const tail = readAt(handle, size - tailLength, tailLength, file);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== 0x06054b50) end -= 1;
  if (end < 0) throw damaged(file, 'it has no directory');
  let entries = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  if (entries === 0xffff || offset === 0xffffffff || length === 0xffffffff) {
    const locator = end - 20;
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) throw damaged(file, 'it has no directory');
    const record = readAt(handle, Number(tail.readBigUInt64LE(locator + 8)), 56, file);
    if (record.readUInt32LE(0) !== 0x06064b50) throw damaged(file, 'it has no directory');
    entries = Number(record.readBigUInt64LE(32));
    length = Number(record.readBigUInt64LE(40));
    offset = Number(record.readBigUInt64LE(48));
  }
  if (length > largestDirectory || offset + length > size)
    throw damaged(file, 'its directory is out of bounds');
  return { entries, body: readAt(handle, offset, length, file) };
}

export function directoryEntry(body: Buffer, at: number, file: string): ZipEntry {
  if (at + 46 > body.length || body.readUInt32LE(at) !== 0x02014b50)
    throw damaged(file, 'its directory ends early');
  const nameEnd = at + 46 + body.readUInt16LE(at + 28);
  const extraEnd = nameEnd + body.readUInt16LE(at + 30);
  const next = extraEnd + body.readUInt16LE(at + 32);
  if (next > body.length) throw damaged(file, 'its directory ends early');
  if ((body.readUInt16LE(at + 8) & 1) !== 0) throw damaged(file, 'it is encrypted');
  let size = body.readUInt32LE(at + 24);
  let packed = body.readUInt32LE(at + 20);
  let offset = body.readUInt32LE(at + 42);
  for (let field = nameEnd; field + 4 <= extraEnd; field += 4 + body.readUInt16LE(field + 2)) {
    if (body.readUInt16LE(field) !== 1) continue;
    let value = field + 4;
    const wide = (narrow: number): number => {
      if (narrow !== 0xffffffff || value + 8 > extraEnd) return narrow;
      value += 8;
      return Number(body.readBigUInt64LE(value - 8));
    };
    size = wide(size);
    packed = wide(packed);
    offset = wide(offset);
  }
  const name = body.toString('utf8', at + 46, nameEnd);
  return {
    name,
    method: body.readUInt16LE(at + 10),
    crc: body.readUInt32LE(at + 16),
    packed,
    size,
    offset,
    next,
  };
}

export function damaged(file: string, what: string, cause?: unknown): OutsideError {
  const fix = 'Fetch the dump again.';
  return new OutsideError('protocol', `the archive ${file} cannot be read: ${what}`, fix, { cause });
}
