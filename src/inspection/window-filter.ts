// Where one of many four-byte windows may stand in bytes: sixteen positions at once, by shuffled nibble tables.
import { type SharedMemory, sharedMemory, sharedMemoryOf } from '../terms/shared-memory.ts';
import {
  bucketSets,
  type FilterProgram,
  filterPrograms,
  hashFactor,
  layout,
  piece,
} from './window-filter-program.ts';

export const windowLength = 4;

/** Told each position at which one of the windows starts; now and then one where none does. */
export type OnCandidate = (at: number) => void;
export type WindowFilter = (bytes: Uint8Array, length: number, candidate: OnCandidate) => void;

const bits = 8;
const buckets = bits * bucketSets;

/** Of each of the window's bytes the low and the high nibbles that a bucket accepts, as 16-bit sets. */
interface Bucket {
  readonly low: number[];
  readonly high: number[];
}

/**
 * Every position of a window is told, in order, and few others. Windows are dealt out to sixteen buckets, one bit each;
 * of each byte two table look-ups give the buckets that accept its nibbles (the method is called Teddy, from Hyperscan).
 * A position that all four bytes accept, one of about fifty in text, must then have the hash of a window. Made of
 * WebAssembly because JavaScript has no vectors. What lies in memory that `sharedMemory` made is read there, anything else
 * copied first. Not to be called from within `candidate`.
 */
export function windowFilter(windows: readonly Uint8Array[]): WindowFilter {
  const { own, over } = filterPrograms();
  fillTables(new Uint8Array(own), windows);
  const positions = new Uint32Array(own, layout.positions, piece);
  const programs = new WeakMap<SharedMemory, FilterProgram>();
  const programOver = (memory: SharedMemory): FilterProgram => {
    const made = programs.get(memory) ?? over(memory);
    programs.set(memory, made);
    return made;
  };
  const copy = sharedMemory(piece);
  const copied = new Uint8Array(copy.buffer);
  const copyProgram = programOver(copy);
  return (bytes, length, candidate) => {
    const memory = sharedMemoryOf(bytes.buffer);
    const program = memory === undefined ? copyProgram : programOver(memory);
    const last = length - windowLength + 1;
    for (let start = 0; start < last; start += piece) {
      const count = Math.min(piece, last - start);
      if (memory === undefined) copied.set(bytes.subarray(start, start + count + windowLength - 1));
      const from = memory === undefined ? 0 : bytes.byteOffset + start;
      const found = program.run(from, count);
      for (let i = 0; i < found; i++) candidate((positions[i] ?? 0) - from + start);
    }
  };
}

/** The nibble tables and the hashes, where the program has them. */
function fillTables(own: Uint8Array, windows: readonly Uint8Array[]): void {
  const size = 2 * windowLength * 16;
  for (const [index, bucket] of deal(windows).entries()) {
    const [start, bit] = [Math.floor(index / bits) * size, index % bits];
    for (let byte = 0; byte < windowLength; byte++) {
      for (let nibble = 0; nibble < 16; nibble++) {
        const low = ((bucket.low[byte] ?? 0) >> nibble) & 1;
        const high = ((bucket.high[byte] ?? 0) >> nibble) & 1;
        const at = start + 32 * byte + nibble;
        own[at] = (own[at] ?? 0) | (low << bit);
        own[at + 16] = (own[at + 16] ?? 0) | (high << bit);
      }
    }
  }
  for (const window of windows) {
    const value = new DataView(window.buffer, window.byteOffset, windowLength).getUint32(0, true);
    own[layout.hashes + (Math.imul(value, hashFactor) >>> 16)] = 1;
  }
}

/** Windows that begin alike share a bucket; the others go where they let the fewest texts through. */
function deal(windows: readonly Uint8Array[]): readonly Bucket[] {
  const families = [...Map.groupBy(windows, ([a, b, c]) => `${a} ${b} ${c}`).values()];
  const dealt = Array.from({ length: buckets }, (): Bucket => ({ low: [0, 0, 0, 0], high: [0, 0, 0, 0] }));
  for (const family of families.sort((a, b) => b.length - a.length)) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, bucket] of dealt.entries()) {
      const more = passing(joined(bucket, family)) - passing(bucket);
      if (more >= least) continue;
      best = index;
      least = more;
    }
    dealt[best] = joined(dealt[best] ?? { low: [], high: [] }, family);
  }
  return dealt;
}

function joined({ low, high }: Bucket, family: readonly Uint8Array[]): Bucket {
  const more = { low: [...low], high: [...high] };
  for (const window of family) {
    for (const [byte, value] of window.entries()) {
      more.low[byte] = (more.low[byte] ?? 0) | (1 << (value & 15));
      more.high[byte] = (more.high[byte] ?? 0) | (1 << (value >> 4));
    }
  }
  return more;
}

/** About how much of a text a bucket lets through. */
function passing({ low, high }: Bucket): number {
  let share = 1;
  for (let byte = 0; byte < windowLength; byte++) {
    let accepted = 0;
    const lows = low[byte] ?? 0;
    const highs = high[byte] ?? 0;
    for (let value = 32; value < commonness.length; value++) {
      accepted += (commonness[value] ?? 0) * ((lows >> (value & 15)) & (highs >> (value >> 4)) & 1);
    }
    share *= accepted / 300;
  }
  return share;
}

/** How common each character is: small letters and blanks are most of any text, some of them above all. */
const commonness = Array.from({ length: 128 }, (_, value) => {
  const letter = String.fromCharCode(value);
  return /[ etaoinsr]/.test(letter) ? 16 : /[a-z]/.test(letter) ? 4 : 1;
});
