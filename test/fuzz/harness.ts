// The shape of one fuzz or fault harness, and the randomness that a seed stands for.

export interface Harness {
  readonly name: string;
  /** Cases that were promised: so many are tried where no `--seconds` are given. */
  readonly least?: number;
  /**
   * Tries one case, the same for the same seed. Rejects only when something is wrong: an untyped error,
   * damaged input accepted, a broken promise about the result. The runner adds a time limit of its own.
   */
  run(seed: number): Promise<void>;
}

export interface Dice {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  bytes(length: number): Buffer;
}

/** Reproducible randomness (mulberry32): good enough to vary input, never for secrets. */
export function dice(seed: number): Dice {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)] ?? from[0],
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}

/** The bytes with a few seeded injuries: flips, cuts, swaps, repeats, insertions. */
export function damage(bytes: Buffer, random: Dice): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0 && result.length > 0; times--) {
    const at = random.below(result.length);
    const length = 1 + random.below(Math.min(1024, result.length - at));
    const before = result.subarray(0, at);
    const middle = result.subarray(at, at + length);
    const after = result.subarray(at + length);
    switch (random.below(6)) {
      case 0:
        result[at] = (result[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        result = Buffer.from(before);
        break;
      case 2:
        result = Buffer.concat([before, after]);
        break;
      case 3:
        result = Buffer.concat([before, middle, middle, after]);
        break;
      case 4:
        result = Buffer.concat([before, random.bytes(length), after]);
        break;
      default:
        result = Buffer.concat([before, after, middle]);
    }
  }
  return result;
}
