// A place in a sequence of bytes that reading moves forward: over a file (skips cost nothing) or over a stream.
import type { FileHandle } from 'node:fs/promises';
import { readRange } from './byte-range.ts';

export interface Cursor {
  /** Bytes passed so far. */
  position(): number;
  /** Up to `size` bytes in one piece; fewer only at the end. */
  take(size: number): Promise<Buffer>;
  /** The next `size` bytes in chunks; what the reader leaves unread stays unread. */
  body(size: number): AsyncGenerator<Uint8Array, void, undefined>;
  skip(size: number): Promise<void>;
}

export function fileCursor(file: FileHandle): Cursor {
  let at = 0;
  return {
    position: () => at,
    async take(size) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, at);
      at += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    async *body(size) {
      for await (const chunk of readRange(file, at, size)) {
        at += chunk.length;
        yield chunk;
      }
    },
    async skip(size) {
      at += size;
    },
  };
}

export function streamCursor(source: AsyncIterable<Uint8Array>): Cursor {
  const chunks = source[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let at = 0;
  async function next(most: number): Promise<Uint8Array | undefined> {
    while (held.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) return undefined;
      held = value;
    }
    const part = held.subarray(0, most);
    held = held.subarray(part.length);
    at += part.length;
    return part;
  }
  async function* body(size: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = size; left > 0; ) {
      const part = await next(left);
      if (part === undefined) return;
      left -= part.length;
      yield part;
    }
  }
  return {
    position: () => at,
    body,
    async take(size) {
      const parts: Uint8Array[] = [];
      for await (const part of body(size)) parts.push(part);
      return Buffer.concat(parts);
    },
    async skip(size) {
      for (let left = size; left > 0; ) {
        const part = await next(left);
        if (part === undefined) return;
        left -= part.length;
      }
    },
  };
}
