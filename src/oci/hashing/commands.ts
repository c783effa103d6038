// What is said to a hashing thread: a ring of commands in shared memory, written by one side and done by the other.

/** Commands of a ring; a power of two. */
export const ringSize = 16 * 1024;

/** Words of a command: what with which algorithms, whose, where its bytes lie, how many. */
export const commandWords = 4;

/** Where the counters of a ring stand, in words: commands written, commands done, whether somebody waits for more done. */
export const counter = { written: 0, done: 1, awaited: 2 } as const;

export const firstCommand = 4;

export const ringWords = firstCommand + ringSize * commandWords;

/** In the low bits of the first word; the algorithms' bits stand above. */
export const command = {
  /** Bytes of the digester's current text. */
  update: 0,
  /** The last bytes of the current text, none perhaps: its digests are kept. */
  end: 1,
  /** Every digest of the digester is wanted. */
  digests: 2,
  /** Nothing of the digester is wanted any more. */
  drop: 3,
} as const;

export const algorithmShift = 2;

/** What a thread is started with. */
export interface ThreadData {
  /** Ring of commands. */
  readonly ring: Int32Array<SharedArrayBuffer>;
  /** The bytes that commands point into. */
  readonly memory: SharedArrayBuffer;
}

/** What a thread says: that it got on, or every digest of a digester. */
export type Answer = 'progress' | { readonly digester: number; readonly digests: Uint8Array };
