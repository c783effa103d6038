// What hashes a stream, wherever that is done.
import { Bug } from '../../terms/errors.ts';
import type { HashAlgorithm } from './algorithms.ts';

/** Bytes that can be placed at once. */
export const largestChunk = 1024 * 1024;

/** Texts one after the other, each with the digests that it was opened for. */
export interface Digester {
  /** The texts follow each other: the one before has ended. */
  open(algorithms: readonly HashAlgorithm[]): DigestedText;
  /** Every digest of every text, as `DigestedText.end` says where. Errors: `Bug` where the thread has died. */
  digests(): Promise<Buffer>;
}

export interface DigestedText {
  /** A placed chunk, or a stretch of one. */
  update(chunk: Uint8Array): void;
  /** Where its digests will stand, in the order of its algorithms; `last` is what is left of the text. */
  end(last?: Uint8Array): number;
}

export interface Hashing {
  /**
   * The chunk where digesters reach it, perhaps a copy: at most `largestChunk` bytes, valid until the next but one is
   * placed. What lies there already is given back as it is.
   */
  place(chunk: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Has what was said so far begun with, if it has not been: to be called once a chunk. */
  begin(): void;
  digester(): Digester;
  /** Lets go of what it holds; to be called whatever happened. */
  close(): void;
}

/** Holds a digester to one text after the other: of two at once each would get the other's bytes. */
export function oneAfterAnother(): { take(text: object): void; end(text: object): void } {
  let current: object | undefined;
  const take = (text: object): void => {
    if (current !== undefined && current !== text)
      throw new Bug('two texts of one digester are written at once');
    current = text;
  };
  return {
    take,
    end(text) {
      take(text);
      current = undefined;
    },
  };
}
