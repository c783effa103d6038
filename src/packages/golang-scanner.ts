// Finds Go's build information in a program that streams past (debug/buildinfo, since Go 1.18 inline).
import type { BodyReader } from '../image/analyzer.ts';

export type GoBuild =
  | { readonly kind: 'inline'; readonly version: string; readonly modules: string }
  /** Written by a linker before Go 1.18: addresses instead of text. */
  | { readonly kind: 'pointers' };

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
/** So many bytes may be the start of a magic that the next chunk ends. */
const overlap = magic.length - 1;
const header = 32;
const alignment = 16;
const inlineFlag = 2;
/** Bytes of build information that are held at most; 5,000 modules take less than one MiB. */
const ceiling = 4 * 1024 * 1024;
const longestVersion = 256;
/** The linker brackets the text with sixteen bytes each. */
const bracket = 16;

/** ELF, PE, and the Mach-O numbers in both byte orders, the universal one too. */
const programs: ReadonlySet<number> = new Set([
  0x7f454c46, 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe,
]);

/**
 * Calls `take` at most once, for the first build information that can be read. Chunks are searched where they are;
 * what is copied is the end of each, and what follows a magic, up to `ceiling` bytes.
 */
export function goScanner(take: (found: GoBuild) => void): BodyReader {
  let state: 'start' | 'search' | 'gather' | 'done' = 'start';
  /** The end of the last chunk, or all since a magic that may go on. */
  let held: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let length = 0;
  /** Bytes that must be held before the next look is worth it. */
  let wanted = 4;
  /** Offset in the file of the first byte that is held. */
  let offset = 0;
  let sawPointers = false;

  const keep = (bytes: Buffer): void => {
    held = Buffer.from(bytes);
    pieces = [held];
    length = held.length;
  };

  /** Where the linker may put a magic, there is one; -1 where there is none from `start` on. */
  const find = (bytes: Buffer, start: number): number => {
    const first = start + ((alignment - ((offset + start) % alignment)) % alignment);
    for (let at = first; at <= bytes.length - magic.length; at += alignment) {
      if (bytes[at] !== 0xff || bytes[at + 1] !== 0x20) continue;
      if (magic.equals(bytes.subarray(at, at + magic.length))) return at;
    }
    return -1;
  };

  /** Looks at bytes that stand at `offset`; returns whether it holds on to some that wait for more. */
  const search = (bytes: Buffer, ended: boolean): boolean => {
    for (let at = find(bytes, 0); at >= 0; at = find(bytes, at + 1)) {
      const read = readBuild(bytes.subarray(at));
      if (typeof read === 'number') {
        if (ended) continue;
        offset += at;
        wanted = read;
        state = 'gather';
        keep(bytes.subarray(at));
        return true;
      }
      if (read?.kind === 'pointers') sawPointers = true;
      if (read?.kind !== 'inline') continue;
      state = 'done';
      pieces = [];
      held = magic;
      take(read);
      return true;
    }
    return false;
  };

  /** Searches on behind what is held, which holds no whole magic. */
  const goOn = (bytes: Buffer): void => {
    state = 'search';
    // A magic across the seam starts in what is held and ends within as many bytes of the chunk.
    const seam = Buffer.concat([held, bytes.subarray(0, overlap)]);
    if (held.length > 0 && (bytes.length < overlap || seam.includes(magic))) {
      const whole = Buffer.concat([held, bytes]);
      if (!search(whole, false)) tail(whole);
      return;
    }
    offset += held.length;
    held = Buffer.alloc(0);
    if (!search(bytes, false)) tail(bytes);
  };

  const tail = (bytes: Buffer): void => {
    const from = Math.max(0, bytes.length - overlap);
    offset += from;
    keep(bytes.subarray(from));
  };

  return {
    write(chunk) {
      if (state === 'done') return;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (state === 'search') {
        goOn(bytes);
        return;
      }
      length += bytes.length;
      if (length < wanted) {
        pieces.push(Buffer.from(bytes));
        return;
      }
      const joined = pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes]);
      if (state === 'start' && !isProgram(joined)) {
        state = 'done';
        return;
      }
      held = Buffer.alloc(0);
      goOn(joined);
    },
    end() {
      if (state === 'gather') {
        state = 'search';
        search(Buffer.concat(pieces), true);
      }
      if (state === 'search' && sawPointers) take({ kind: 'pointers' });
    },
  };
}

function isProgram(bytes: Buffer): boolean {
  return programs.has(bytes.readUInt32BE(0)) || (bytes[0] === 0x4d && bytes[1] === 0x5a);
}

/** The build information; or how many bytes are needed to say; or that these bytes are none. */
function readBuild(bytes: Buffer): GoBuild | number | undefined {
  if (bytes.length < header) return header;
  const pointerSize = bytes[14];
  const flags = bytes[15] ?? 0;
  if ((flags & inlineFlag) === 0) {
    return pointerSize === 4 || pointerSize === 8 ? { kind: 'pointers' } : undefined;
  }
  const version = readText(bytes, header, longestVersion);
  if (typeof version !== 'object') return version;
  const isVersion = version.bytes.subarray(0, 2).equals(Buffer.from('go')) || version.bytes.includes('devel');
  if (!isVersion) return undefined;
  const modules = readText(bytes, version.end, ceiling);
  if (typeof modules !== 'object') return modules;
  const text =
    modules.bytes.length > 2 * bracket ? modules.bytes.subarray(bracket, -bracket) : Buffer.alloc(0);
  return { kind: 'inline', version: version.bytes.toString('utf8'), modules: text.toString('utf8') };
}

interface Text {
  readonly bytes: Buffer;
  readonly end: number;
}

/** A length as unsigned varint, then so many bytes; the bytes needed where there are fewer; undefined: malformed. */
function readText(bytes: Buffer, start: number, most: number): Text | number | undefined {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) return start + index + 1;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    if (length > most) return undefined;
    const end = start + index + 1 + length;
    return end > bytes.length ? end : { bytes: bytes.subarray(start + index + 1, end), end };
  }
  return undefined;
}
