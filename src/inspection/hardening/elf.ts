// What the start of an ELF file tells: its machine, and the level of the x86-64 instruction set that it needs.
import type { Analyzer, BodyReader, FactSink } from '../../image/analyzer.ts';

/** Program headers and the property note stand in the first page of what linkers write. */
const read = 4096;
/** Programs that every image of their distribution has: their machine is that of the image. */
const landmarks =
  /^(?:usr\/)?(?:bin\/(?:ba|da|)sh|bin\/(?:busybox|env|coreutils|cat)|lib(?:64)?\/(?:[\w-]+\/)?(?:ld-[\w.-]+|libc\.so\.6|libc\.musl[\w.-]+))$/;

/** Facts `{ machine, needed? }` of landmarks and of executables that need more than the base level. */
export const elfAnalyzer: Analyzer = {
  id: 'elf',
  version: 2,
  open(entry, sink) {
    if (entry.type !== 'file' || entry.size < 64 || (entry.mode & 0o111) === 0) return undefined;
    return firstPage(Math.min(entry.size, read), landmarks.test(entry.path), sink);
  },
};

/** A body may come in pieces of any length: a page that was cut short would say nothing of the program. */
function firstPage(length: number, isLandmark: boolean, sink: FactSink): BodyReader {
  let page: Buffer | undefined;
  let filled = 0;
  return {
    write(chunk) {
      if (filled === length) return;
      page ??= Buffer.allocUnsafe(length);
      const piece = chunk.subarray(0, length - filled);
      page.set(piece, filled);
      filled += piece.length;
    },
    end() {
      const elf = page === undefined ? undefined : readElf(page);
      if (elf !== undefined && (isLandmark || elf.needed > 1)) sink.fact({ ...elf });
    },
  };
}

export interface Elf {
  /** `e_machine` (ELF specification): 62 is x86-64, 183 AArch64. */
  readonly machine: number;
  /** Level of the instruction set, 1 to 4; 1 where nothing is said. */
  readonly needed: number;
}

/** Undefined for what is no little-endian ELF. */
export function readElf(page: Buffer): Elf | undefined {
  if (page.length < 64 || page.readUInt32BE(0) !== 0x7f454c46 || page[5] !== 1) return undefined;
  const machine = page.readUInt16LE(18);
  if (page[4] !== 2 || machine !== 62) return { machine, needed: 1 };
  const table = Number(page.readBigUInt64LE(32));
  const size = page.readUInt16LE(54);
  const count = page.readUInt16LE(56);
  for (let i = 0; i < count && size >= 56; i++) {
    const at = table + i * size;
    if (at + 56 > page.length) break;
    // PT_GNU_PROPERTY
    if (page.readUInt32LE(at) !== 0x6474e553) continue;
    const offset = Number(page.readBigUInt64LE(at + 8));
    const length = Number(page.readBigUInt64LE(at + 32));
    if (offset + length <= page.length)
      return { machine, needed: levelOf(page.subarray(offset, offset + length)) };
  }
  return { machine, needed: 1 };
}

/** GNU_PROPERTY_X86_ISA_1_NEEDED of a property note (x86-64 psABI, «Program Property»). */
function levelOf(note: Buffer): number {
  for (let at = 16; at + 8 <= note.length; ) {
    const type = note.readUInt32LE(at);
    const size = note.readUInt32LE(at + 4);
    if (type === 0xc0008002 && size >= 4 && at + 12 <= note.length) {
      const bits = note.readUInt32LE(at + 8);
      return bits === 0 ? 1 : 32 - Math.clz32(bits);
    }
    at += 8 + Math.ceil(size / 8) * 8;
  }
  return 1;
}
