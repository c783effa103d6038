// Files of a ZIP as it streams past, by their local headers (PKWARE APPNOTE 6.3.10 §4.3.7); never the whole archive in memory.
import { inflateRawSync } from 'node:zlib';
import type { BodyReader } from '../../image/analyzer.ts';
import { errorCode } from '../../image/error-code.ts';
import { giveBack } from '../../terms/memory.ts';

const localHeader = Buffer.from('PK\x03\x04', 'latin1');
const signature = Buffer.from('PK', 'latin1');
/** What may follow the data of a file whose size its header does not know: a header, a descriptor, the directory. */
const after: ReadonlySet<number> = new Set([0x0304, 0x0708, 0x0102]);
const headerLength = 30;
const packedCeiling = 2 * 1024 * 1024;
const plainCeiling = 8 * 1024 * 1024;
/** Plain bytes of one archive: what an archive unpacks to costs time. */
const totalCeiling = 64 * 1024 * 1024;
/** Each costs a call of zlib; compiled classes, of which there may be more, are passed over. */
const fileCeiling = 16_384;
const failureCeiling = 256;
/** Bytes that one byte of deflate can become at most. */
const ratio = 1032;
const passedOver = /(?:\.(?:class|png|jpe?g|gif|woff2?|ttf)|\/)$/i;
const nothing: Buffer = Buffer.allocUnsafeSlow(0);
const archives = /\.(?:jar|war|ear|zip|whl)$/i;

export interface ZipSink {
  file(name: string, body: Buffer): void;
  /** A file that is too large, encrypted, damaged, or packed in another way. */
  unread(): void;
}

interface Header {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Bytes packed; undefined: only what follows tells. */
  readonly size: number | undefined;
  /** Bytes unpacked, as the header has it: no more than a hint. */
  readonly plain: number;
  /** Where the data begins. */
  readonly start: number;
}

/** Archives within the archive that are stored, as in a jar that runs by itself, are read along with it. */
export function zipEntries(sink: ZipSink): BodyReader {
  /** What waits for more: memory of its own, or nothing. */
  let rest: Buffer = nothing;
  let pending: Buffer = nothing;
  let skipped = 0;
  let left = totalCeiling;
  let files = 0;
  let failures = 0;

  const give = (header: Header, data: Buffer): void => {
    const isPacked = header.method !== 0;
    const body = isPacked ? inflate(data, header.plain, Math.min(plainCeiling, left)) : data;
    if (body === undefined) {
      sink.unread();
      failures++;
      left -= Math.min(plainCeiling, data.length * ratio);
      return;
    }
    left -= body.length;
    sink.file(header.name, body);
    if (isPacked) giveBack(body);
  };

  /** Bytes of `pending` that are done with from `at` on; undefined: more have to come first. */
  const take = (at: number, last: boolean): number | undefined => {
    const header = readHeader(pending, at);
    if (header === undefined) return undefined;
    const { name, method, encrypted, size, start } = header;
    const isPassed = passedOver.test(name);
    if (!isPassed && (++files > fileCeiling || failures > failureCeiling)) left = 0;
    if (method === 0 && (archives.test(name) || size === undefined)) return start;
    if (encrypted || (method !== 0 && method !== 8) || left <= 0 || (size ?? 0) > packedCeiling) {
      if (!isPassed) sink.unread();
      if (size === undefined) return start;
      skipped = Math.max(0, start + size - pending.length);
      return Math.min(start + size, pending.length);
    }
    const end = size === undefined ? endOf(pending, start) : start + size;
    if (end === undefined || end > pending.length) {
      if (!last && pending.length - start <= packedCeiling) return undefined;
      sink.unread();
      return start;
    }
    if (!isPassed) give(header, pending.subarray(start, end));
    return end;
  };

  const read = (last: boolean): void => {
    let at = 0;
    for (;;) {
      const found = pending.indexOf(localHeader, at);
      if (found < 0) {
        rest = kept(pending.subarray(Math.max(at, pending.length - 3)));
        return;
      }
      const next = take(found, last);
      if (next === undefined) {
        rest = kept(pending.subarray(found));
        return;
      }
      at = next;
    }
  };

  const settle = (more: Buffer, last: boolean): void => {
    const before = rest;
    pending = before.length === 0 ? more : kept(before, more);
    read(last);
    if (before.length > 0) {
      giveBack(pending);
      giveBack(before);
    }
    pending = nothing;
  };

  return {
    write(chunk) {
      const passed = Math.min(skipped, chunk.length);
      skipped -= passed;
      if (passed === chunk.length) return;
      settle(Buffer.from(chunk.buffer, chunk.byteOffset + passed, chunk.length - passed), false);
    },
    end: () => settle(nothing, true),
  };
}

/** The bytes in memory of their own. */
function kept(...pieces: readonly Buffer[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const copy = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const piece of pieces) at += piece.copy(copy, at);
  return copy;
}

function readHeader(bytes: Buffer, at: number): Header | undefined {
  if (bytes.length < at + headerLength) return undefined;
  const flags = bytes.readUInt16LE(at + 6);
  const packed = bytes.readUInt32LE(at + 18);
  const names = at + headerLength;
  const nameLength = bytes.readUInt16LE(at + 26);
  const start = names + nameLength + bytes.readUInt16LE(at + 28);
  if (bytes.length < start) return undefined;
  // Sizes of ZIP64 stand elsewhere; so do those of archives that were written in one go.
  const unknown = packed === 0xffffffff || ((flags & 8) !== 0 && packed === 0);
  return {
    name: bytes.toString('utf8', names, names + nameLength),
    method: bytes.readUInt16LE(at + 8),
    encrypted: (flags & 1) !== 0,
    size: unknown ? undefined : packed,
    plain: bytes.readUInt32LE(at + 22),
    start,
  };
}

function endOf(bytes: Buffer, start: number): number | undefined {
  // Not one mark after the other: the directory's stands at the end of all, and would be looked for there each time.
  for (let at = bytes.indexOf(signature, start); at >= 0; at = bytes.indexOf(signature, at + 1)) {
    if (at + 4 <= bytes.length && after.has(bytes.readUInt16BE(at + 2))) return at;
  }
  return undefined;
}

/** Undefined: damaged, or larger than `ceiling`. Memory of its own, in one piece where `size` is right. */
function inflate(data: Buffer, size: number, ceiling: number): Buffer | undefined {
  // Smaller ones would come out of Node's pool, which is not ours to give back.
  const chunkSize = Math.max(Math.min(size, ceiling, data.length * ratio), Buffer.poolSize) + 1;
  try {
    return inflateRawSync(data, { chunkSize, maxOutputLength: Math.max(1, ceiling) });
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined;
    throw error;
  }
}
