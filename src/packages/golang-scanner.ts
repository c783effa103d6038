// Finds Go's build information in a program that streams past (debug/buildinfo, since Go 1.18 inline).
import type { BodyReader } from '../image/analyzer.ts';

export type GoBuild =
  | { readonly kind: 'inline'; readonly version: string; readonly modules: string }
  /** Written by a linker before Go 1.18: addresses instead of text. */
  | { readonly kind: 'pointers' };

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
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

/** Calls `take` at most once, for the first build information that can be read. Holds no more than `ceiling` bytes. */
export function goScanner(take: (found: GoBuild) => void): BodyReader {
  let state: 'start' | 'search' | 'done' = 'start';
  /** What is held: the last bytes that went by, or all since a magic that may go on. */
  let pieces: Buffer[] = [];
  let held = 0;
  /** Bytes that must be held before the next look is worth it. */
  let wanted = 4;
  /** Offset in the file of the first byte that is held. */
  let offset = 0;
  let sawPointers = false;

  const hold = (bytes: Buffer, from: number, need: number): void => {
    pieces = [Buffer.from(bytes.subarray(from))];
    held = bytes.length - from;
    offset += from;
    wanted = need;
  };

  const search = (bytes: Buffer, ended: boolean): void => {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      if ((offset + at) % alignment !== 0) continue;
      const read = readBuild(bytes.subarray(at));
      if (typeof read === 'number') {
        if (ended) continue;
        hold(bytes, at, read);
        return;
      }
      if (read?.kind === 'pointers') sawPointers = true;
      if (read?.kind !== 'inline') continue;
      state = 'done';
      pieces = [];
      take(read);
      return;
    }
    hold(bytes, Math.max(0, bytes.length - magic.length + 1), 0);
  };

  return {
    write(chunk) {
      if (state === 'done') return;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      held += bytes.length;
      if (held < wanted) {
        pieces.push(Buffer.from(bytes));
        return;
      }
      const joined = pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes]);
      if (state === 'start') {
        state = isProgram(joined) ? 'search' : 'done';
        if (state === 'done') return;
      }
      search(joined, false);
    },
    end() {
      if (state === 'search' && wanted > 0) search(Buffer.concat(pieces), true);
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
