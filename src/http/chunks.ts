// Joins small chunks, so that what follows does its work per 64 KiB and not per packet; and reads bodies whole.

export const chunkSize = 64 * 1024;

/** The same bytes in chunks of at least `least` bytes, but the last. */
export async function* joinChunks(
  source: AsyncIterable<Uint8Array>,
  least = chunkSize,
): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    if (held.length === 0 && chunk.length >= least) {
      yield chunk;
      continue;
    }
    held.push(chunk);
    size += chunk.length;
    if (size >= least) {
      yield Buffer.concat(held, size);
      held = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(held, size);
}

/** The whole body, at most `ceiling` bytes; `refuse` makes the error for a longer one. */
export async function readWhole(
  source: AsyncIterable<Uint8Array>,
  ceiling: number,
  refuse: (ceiling: number) => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > ceiling) throw refuse(ceiling);
    // A copy: a source may use its buffers again.
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks, size);
}
