// Reads the files of a ZIP one after the other; CRC-checked, bounded.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { directoryEntry, findDirectory, type ZipEntry } from '../packages/zip/directory.ts';
import { OutsideError } from '../terms/errors.ts';
import { damaged, readAt, zipFile } from './zip-file.ts';

export interface ZipFile {
  readonly name: string;
  readonly body: Buffer;
}

const windowSize = 1024 * 1024;
/** Bytes that are inflated in one go: a zlib handle for each small file would cost more than its data. */
const batchSize = 256 * 1024;

/** Files of the archive in directory order. A file above `ceiling` bytes, or damaged, is an OutsideError. */
export function* readZip(file: string, ceiling: number): Generator<ZipFile> {
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const archive = zipFile(handle, size, file);
    const directory = findDirectory(archive);
    // A dump begins with its first record: what stands before it was not written by whoever packed it.
    if (directory === undefined || directory.before !== 0) throw damaged(file, 'it has no directory');
    const read = openWindow(handle, size, file);
    let batch: Packed[] = [];
    let pending = 0;
    let at = 0;
    for (let left = directory.entries; left > 0; left -= 1) {
      const entry = directoryEntry(directory.body, at, archive.damaged);
      at = entry.next;
      if (entry.name.endsWith('/')) continue;
      if (entry.size > ceiling) throw damaged(file, `${entry.name} has ${entry.size} bytes`);
      const head = read(entry.offset, 30);
      if (head.readUInt32LE(0) !== 0x04034b50) throw damaged(file, `${entry.name} is not where it should be`);
      const nameLength = head.readUInt16LE(26);
      const start = entry.offset + 30 + nameLength + head.readUInt16LE(28);
      // The directory has no checksum: a name that was damaged, or fewer entries, would hide records.
      if (read(entry.offset + 30, nameLength).toString('utf8') !== entry.name)
        throw damaged(file, `${entry.name} has another name where it lies`);
      batch.push({ entry, packed: read(start, entry.packed) });
      pending += entry.size;
      if (pending < batchSize) continue;
      yield* inflateBatch(batch, file);
      batch = [];
      pending = 0;
    }
    if (at !== directory.body.length) throw damaged(file, 'its directory holds more than it states');
    yield* inflateBatch(batch, file);
  } finally {
    closeSync(handle);
  }
}

interface Packed {
  readonly entry: ZipEntry;
  readonly packed: Buffer;
}

/** As members of one gzip stream (RFC 1952 §2.2), whose size and CRC zlib checks; singly where that does not work. */
function* inflateBatch(batch: readonly Packed[], file: string): Generator<ZipFile> {
  const whole = batch.every(({ entry }) => entry.method === 8) ? gunzip(batch) : undefined;
  let at = 0;
  for (const { entry, packed } of batch) {
    const body = whole?.subarray(at, at + entry.size) ?? inflate(packed, entry, file);
    at += entry.size;
    yield { name: entry.name, body };
  }
}

const memberHead = Buffer.from('1f8b08000000000000ff', 'hex');

function gunzip(batch: readonly Packed[]): Buffer | undefined {
  const members = batch.flatMap(({ entry, packed }) => {
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(entry.crc, 0);
    tail.writeUInt32LE(entry.size, 4);
    return [memberHead, packed, tail];
  });
  const size = batch.reduce((sum, { entry }) => sum + entry.size, 0);
  try {
    const whole = gunzipSync(Buffer.concat(members), outputOf(size));
    return whole.length === size ? whole : undefined;
  } catch {
    // Which file it was, and whether it is damaged at all, is found by inflating each.
    return undefined;
  }
}

function inflate(packed: Buffer, entry: ZipEntry, file: string): Buffer {
  let body: Buffer;
  try {
    if (entry.method === 0) body = Buffer.from(packed);
    else if (entry.method === 8) body = inflateRawSync(packed, outputOf(entry.size));
    else throw damaged(file, `${entry.name} is compressed by method ${entry.method}`);
  } catch (cause) {
    throw cause instanceof OutsideError ? cause : damaged(file, `${entry.name} does not inflate`, cause);
  }
  if (body.length !== entry.size || crc32(body) !== entry.crc)
    throw damaged(file, `${entry.name} is damaged`);
  return body;
}

/** A buffer of the size that is stated, and a byte to see the end by: the default of 16 KiB is mostly waste. */
function outputOf(size: number) {
  return { chunkSize: Math.max(size + 1, 64), maxOutputLength: Math.max(size, 1) };
}

/** Reads ahead, since the files of a dump lie one behind the other. A part stays what it was when more is read. */
function openWindow(handle: number, size: number, file: string): (at: number, length: number) => Buffer {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  return (at, length) => {
    if (at < 0 || at + length > size) throw damaged(file, 'an entry points outside of the archive');
    if (at < start || at + length > start + window.length) {
      window = readAt(handle, at, Math.min(Math.max(length, windowSize), size - at), file);
      start = at;
    }
    return window.subarray(at - start, at - start + length);
  };
}
