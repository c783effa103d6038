// Where one of many four-byte windows may stand in bytes: sixteen positions at once, by shuffled nibble tables.
import { bucketSets, filterProgram, layout } from './window-filter-program.ts';

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
 * WebAssembly because JavaScript has no vectors. Not to be called from within `candidate`.
 */
export function windowFilter(windows: readonly Uint8Array[]): WindowFilter {
  const { run, memory } = filterProgram();
  const size = 2 * windowLength * 16;
  const tables = new Uint8Array(memory, 0, bucketSets * size);
  for (const [index, bucket] of deal(windows).entries()) {
    const [start, bit] = [Math.floor(index / bits) * size, index % bits];
    for (let byte = 0; byte < windowLength; byte++) {
      for (let nibble = 0; nibble < 16; nibble++) {
        const low = ((bucket.low[byte] ?? 0) >> nibble) & 1;
        const high = ((bucket.high[byte] ?? 0) >> nibble) & 1;
        const at = start + 32 * byte + nibble;
        tables[at] = (tables[at] ?? 0) | (low << bit);
        tables[at + 16] = (tables[at + 16] ?? 0) | (high << bit);
      }
    }
  }
  const hashes = new Uint8Array(hashCount);
  for (const window of windows) hashes[hashAt(window, 0)] = 1;
  const data = new Uint8Array(memory, layout.data);
  const results = new Uint32Array(memory, layout.results, layout.piece / 8);
  return (bytes, length, candidate) => {
    for (let start = 0; start + windowLength <= length; start += layout.piece) {
      const count = Math.min(layout.piece, length - start);
      data.set(bytes.subarray(start, Math.min(length, start + count + windowLength - 1)));
      const words = (run(count) - layout.results) / 4;
      for (let word = 0; word < words; word += 2) {
        const at = results[word] ?? 0;
        for (let lanes = results[word + 1] ?? 0; lanes !== 0; lanes &= lanes - 1) {
          const place = at + 31 - Math.clz32(lanes & -lanes);
          if (hashes[hashAt(data, place)] === 0) continue;
          // Behind the end stands what an earlier piece left.
          if (place < count && start + place + windowLength <= length) candidate(start + place);
        }
      }
    }
  };
}

const hashCount = 0x10000;

function hashAt(bytes: Uint8Array, at: number): number {
  const first = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const last = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8);
  return (first * 0x9e5 + last * 0x6b1d) & (hashCount - 1);
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
