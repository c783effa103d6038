// The directory of a ZIP (PKWARE APPNOTE 6.3.10 §4.3.12–16, ZIP64 too): where its files lie.

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of its local header, from the start of the archive. */
  readonly offset: number;
  readonly next: number;
}

export interface ZipDirectory {
  readonly entries: number;
  readonly body: Buffer;
  /** Bytes that stand before the archive, such as the script of one that can be run. */
  readonly before: number;
}

/** The archive, wherever its bytes lie. */
export interface ZipBytes {
  readonly size: number;
  read(at: number, length: number): Buffer;
  /** What is thrown when the archive is not what it must be. */
  damaged(what: string): Error;
}

const largestDirectory = 512 * 1024 * 1024;
const endMark = Buffer.from('PK\x05\x06', 'latin1');
const endLength = 22;
const longestComment = 65_535;

/** Undefined: there is no end record, so this is no ZIP. */
export function findDirectory(archive: ZipBytes): ZipDirectory | undefined {
  const { size } = archive;
  const tailLength = Math.min(size, endLength + longestComment);
  const tail = archive.read(size - tailLength, tailLength);
  const end = findEnd(tail, archive);
  if (end === undefined) return undefined;
  let entries = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  let behind = size - tailLength + end;
  if (entries === 0xffff || offset === 0xffffffff || length === 0xffffffff) {
    const locator = end - 20;
    const isThere = locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50;
    const place = isThere ? Number(tail.readBigUInt64LE(locator + 8)) : size;
    // 65,535 files without a locator are just that many.
    if (!isThere && (offset === 0xffffffff || length === 0xffffffff))
      throw archive.damaged('it has no directory');
    if (isThere) {
      if (place + 56 > size) throw archive.damaged('its directory is out of bounds');
      const record = archive.read(place, 56);
      if (record.readUInt32LE(0) !== 0x06064b50) throw archive.damaged('it has no directory');
      entries = Number(record.readBigUInt64LE(32));
      length = Number(record.readBigUInt64LE(40));
      offset = Number(record.readBigUInt64LE(48));
      behind = place;
    }
  }
  const before = behind - length - offset;
  if (length > largestDirectory || before < 0) throw archive.damaged('its directory is out of bounds');
  return { entries, body: archive.read(offset + before, length), before };
}

/**
 * The last end record whose comment ends with the archive: one that a comment quotes is none, and Java passes it over.
 * Where bytes follow the archive, the only one.
 */
function findEnd(tail: Buffer, { damaged }: ZipBytes): number | undefined {
  const ends: number[] = [];
  for (let at = tail.lastIndexOf(endMark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)) {
    if (at + endLength > tail.length) continue;
    if (at + endLength + tail.readUInt16LE(at + 20) === tail.length) return at;
    ends.push(at);
  }
  if (ends.length > 1) throw damaged('it has several ends, and bytes behind each');
  return ends[0];
}

export function directoryEntry(body: Buffer, at: number, damaged: ZipBytes['damaged']): ZipEntry {
  if (at + 46 > body.length || body.readUInt32LE(at) !== 0x02014b50)
    throw damaged('its directory ends early');
  const nameEnd = at + 46 + body.readUInt16LE(at + 28);
  const extraEnd = nameEnd + body.readUInt16LE(at + 30);
  const next = extraEnd + body.readUInt16LE(at + 32);
  if (next > body.length) throw damaged('its directory ends early');
  if ((body.readUInt16LE(at + 8) & 1) !== 0) throw damaged('it is encrypted');
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
  return {
    name: body.toString('utf8', at + 46, nameEnd),
    method: body.readUInt16LE(at + 10),
    crc: body.readUInt32LE(at + 16),
    packed,
    size,
    offset,
    next,
  };
}
