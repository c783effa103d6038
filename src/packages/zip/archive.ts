// A ZIP that is whole in memory: its entries, and their bodies under a ceiling that all archives within share.
import { crc32, inflateRawSync } from 'node:zlib';
import { ContentError, type RefusalCode } from '../../terms/refusal.ts';
import { directoryEntry, findDirectory, type ZipBytes, type ZipEntry } from './directory.ts';

/** What may still be read of an archive and those inside it; it goes down as they are read. */
export interface ZipAllowance {
  entries: number;
  /** Of each file, the more of its packed and its inflated bytes. */
  bytes: number;
}

export interface ZipArchive {
  /** Of the archive, files only, in the order of its directory. */
  entries(): Generator<ZipEntry>;
  /** Checked by size and CRC. */
  read(entry: ZipEntry, ceiling: number): Buffer;
}

const localHeader = 30;
const isLocalHeader = 0x04034b50;

/** Undefined for bytes that are no ZIP. `name` is for messages; errors are `ContentError`. */
export function openArchive(bytes: Buffer, name: string, allowance: ZipAllowance): ZipArchive | undefined {
  const archive: ZipBytes = {
    size: bytes.length,
    read: (at, length) => bytes.subarray(at, at + length),
    damaged: (what) => refused('malformed', `${name} cannot be read: ${what}`),
  };
  const { damaged } = archive;
  const directory = findDirectory(archive);
  if (directory === undefined) {
    if (bytes.length >= 4 && bytes.readUInt32LE(0) === isLocalHeader) throw damaged('it is cut short');
    return undefined;
  }
  return {
    *entries() {
      // To its end, as Java and Python do: what is beyond the count that it states is loaded all the same.
      for (let at = 0, found = 0; at < directory.body.length || found < directory.entries; found += 1) {
        if (allowance.entries <= 0)
          throw refused('ceiling', `${name} has more files in it than are looked at`);
        allowance.entries -= 1;
        const entry = directoryEntry(directory.body, at, damaged);
        at = entry.next;
        if (!entry.name.endsWith('/')) yield entry;
      }
    },
    read(entry, ceiling) {
      // Packed bytes that unpack to nothing take their time too.
      const cost = Math.max(entry.size, entry.packed);
      if (entry.size > ceiling || cost > allowance.bytes) {
        throw refused('ceiling', `${entry.name} in ${name} has ${cost} bytes, more than are read`);
      }
      allowance.bytes -= cost;
      const at = directory.before + entry.offset;
      if (at + localHeader > bytes.length || bytes.readUInt32LE(at) !== isLocalHeader) {
        throw damaged(`${entry.name} is not where it should be`);
      }
      const start = at + localHeader + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      if (start + entry.packed > bytes.length) throw damaged(`${entry.name} is cut short`);
      const body = inflate(bytes.subarray(start, start + entry.packed), entry);
      if (body === undefined || body.length !== entry.size || crc32(body) !== entry.crc) {
        throw damaged(`${entry.name} does not unpack to what its directory says`);
      }
      return body;
    },
  };
}

function refused(code: RefusalCode, message: string): ContentError {
  return new ContentError({ code, what: 'archive', message });
}

/** Undefined: damaged, or packed by a method that no Java or Python reads. */
function inflate(packed: Buffer, { method, size }: ZipEntry): Buffer | undefined {
  if (method === 0) return packed;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(packed, {
      // In one piece: pieces that are joined would take the memory twice.
      chunkSize: Math.max(size + 1, 64),
      maxOutputLength: Math.max(size, 1),
    });
  } catch {
    // zlib says only that it went wrong, in words of its own; which file it was is said by the caller.
    return undefined;
  }
}
