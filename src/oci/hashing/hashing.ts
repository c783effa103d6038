// Digests of what streams past: computed in this thread where there is little, in threads of their own where there is much.
import { createHash, type Hash, hash } from 'node:crypto';
import { type HashAlgorithm, lengthOf } from './algorithms.ts';
import { type Hashing, largestChunk, oneAfterAnother } from './digester.ts';
import { openThreads } from './threads.ts';

/** Bytes below which threads cost more than they save. */
const worthThreads = 16 * 1024 * 1024;

/** `size`: bytes that will be hashed; undefined where nobody knows. */
export function openHashing(size: number | undefined): Hashing {
  if (size !== undefined && size < worthThreads) return here;
  return openThreads()?.open() ?? here;
}

/** The bytes of `chunks` where digesters reach them; each piece is valid until the next but one is asked for. */
export async function* placed(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  hashing: Hashing,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += largestChunk) {
      yield await hashing.place(chunk.subarray(at, at + largestChunk));
      hashing.begin();
    }
  }
}

/** Lower-case hex of the digests of one text. */
export function hexAt(digests: Buffer, at: number, algorithms: readonly HashAlgorithm[]): readonly string[] {
  let from = at;
  return algorithms.map((name) => {
    const hex = digests.toString('hex', from, from + lengthOf[name]);
    from += lengthOf[name];
    return hex;
  });
}

const here: Hashing = {
  place: (chunk) => chunk,
  begin: () => undefined,
  digester() {
    const found: Buffer[] = [];
    const turns = oneAfterAnother();
    let at = 0;
    return {
      open(algorithms) {
        let hashes: readonly Hash[] | undefined;
        const opened = (): readonly Hash[] => (hashes ??= algorithms.map((name) => createHash(name)));
        return {
          update(chunk) {
            turns.take(this);
            for (const each of opened()) each.update(chunk);
          },
          end(last) {
            turns.end(this);
            const start = at;
            algorithms.forEach((name, index) => {
              const open = hashes?.[index] ?? (last === undefined ? createHash(name) : undefined);
              if (open !== undefined && last !== undefined) open.update(last);
              const digest = open?.digest() ?? hash(name, last ?? '', 'buffer');
              found.push(digest);
              at += digest.length;
            });
            return start;
          },
        };
      },
      digests: async () => Buffer.concat(found),
    };
  },
  close: () => undefined,
};
