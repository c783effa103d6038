// What an inflating thread and its caller share: places for packed and for plain bytes, and how far each side is.
import type { Refusal } from '../../../terms/refusal.ts';
import type { InflateCeilings } from '../ceilings.ts';
import type { Compression } from '../compression.ts';

/** Bytes of a place. */
export const placeSize = 1024 * 1024;

/** Places of either kind, used in turn; the packed ones lie first. The decoder holds on to two chunks, a third is filled. */
export const places = { packed: 3, plain: 4 } as const;

/**
 * Words: how many places were filled with packed bytes and are no longer needed, were filled with plain bytes and are no
 * longer needed; whether all that is packed was given, whether all is plain; who waits for the other.
 */
export const word = {
  given: 0,
  used: 1,
  made: 2,
  taken: 3,
  complete: 4,
  done: 5,
  callerWaits: 6,
  threadWaits: 7,
} as const;

/** Words from here on: bytes in each place. */
export const lengths = 8;

export const wordCount = lengths + places.packed + places.plain;

/** What a thread is started with. */
export interface ThreadData {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly compression: Exclude<Compression, 'plain'>;
  readonly ceilings: InflateCeilings;
}

/** What a thread says: that it got on, or why it went no further. */
export type Answer = 'progress' | Refusal;

/** The `count`-th place of its kind. */
export function placeOf(
  kind: keyof typeof places,
  count: number,
): { readonly at: number; readonly length: number } {
  const index = (kind === 'plain' ? places.packed : 0) + ((count >>> 0) % places[kind]);
  return { at: index * placeSize, length: lengths + index };
}
