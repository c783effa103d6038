// Reads ranges of a file in large chunks, the next one while the last one is worked on.
import type { FileHandle } from 'node:fs/promises';

/** Large enough that hashing and inflating, and not calls and switches of threads, take the time (decision 0259). */
export const fileChunk = 1024 * 1024;

/**
 * Buffers that take turns: fresh ones for every chunk cost as much as the hashing. One is being filled, one is held by
 * the reader, and the two before it stay whole for whoever works a step behind.
 */
const turns = 4;

/**
 * The bytes from `start` on, `size` of them or fewer when the file ends. A chunk is valid until the next but one is
 * asked for: copy what is kept.
 */
export async function* readRange(
  file: FileHandle,
  start: number,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffers: Buffer[] = [];
  let turn = 0;
  async function readChunk(at: number, most: number): Promise<Uint8Array> {
    const length = Math.min(fileChunk, most);
    const buffer = buffers[turn % turns] ?? Buffer.allocUnsafeSlow(length);
    buffers[turn % turns] = buffer;
    turn += 1;
    const { bytesRead } = await file.read(buffer, 0, Math.min(length, buffer.length), at);
    return buffer.subarray(0, bytesRead);
  }
  let done = 0;
  let ahead = size > 0 ? readChunk(start, size) : undefined;
  try {
    while (ahead !== undefined) {
      const chunk = await ahead;
      done += chunk.length;
      const more = chunk.length > 0 && done < size;
      ahead = more ? readChunk(start + done, size - done) : undefined;
      // It may fail before it is asked for; whoever awaits it is told then.
      ahead?.catch(() => undefined);
      if (chunk.length > 0) yield chunk;
    }
  } finally {
    // The file may be closed once we are gone: not under a read.
    await ahead?.catch(() => undefined);
  }
}
