// Reads ranges of a file in large chunks.
import type { FileHandle } from 'node:fs/promises';

/** Large enough that hashing and inflating, and not calls, take the time. */
export const fileChunk = 512 * 1024;

/** The bytes from `start` on, `size` of them or fewer when the file ends; each chunk is a buffer of its own. */
export async function* readRange(
  file: FileHandle,
  start: number,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let done = 0;
  while (done < size) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(fileChunk, size - done));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start + done);
    if (bytesRead === 0) return;
    done += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}
