// Reads images in tests: layers as their sizes, time that does not pass.
import type { Pace } from '../../src/http/pace.ts';
import type { ReadRequest } from '../../src/oci/source.ts';

export interface CountingRequest extends ReadRequest<number> {
  /** Digest or media type of every layer that was handed over. */
  readonly handed: string[];
}

/** Reads every layer to its end and gives its size. */
export function counting(changes: Partial<ReadRequest<number>> = {}): CountingRequest {
  const handed: string[] = [];
  return {
    platforms: 'all',
    known: async () => undefined,
    async layer(layer, body) {
      handed.push(layer.digest ?? layer.mediaType);
      let size = 0;
      for await (const chunk of body) size += chunk.length;
      return size;
    },
    handed,
    ...changes,
  };
}

/** A small seeded generator (mulberry32), numbers from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A clock that jumps over every wait; `slept` sums up what was waited, in milliseconds. */
export function jumpingPace(random: () => number = seeded(1)): Pace & { readonly slept: () => number } {
  let now = Date.parse('2026-01-01T00:00:00Z');
  let slept = 0;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
      slept += milliseconds;
    },
    random,
    slept: () => slept,
  };
}
