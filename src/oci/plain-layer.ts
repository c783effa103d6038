// A layer as its plain tar, whatever it was packed with: what a diff id is the digest of.
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { errorMessage } from '../http/failures.ts';
import { ContentError } from '../terms/refusal.ts';
import { fileChunk } from './byte-range.ts';
import type { LayerKind } from './media-types.ts';

/** How a body is packed, from its first four bytes. */
export function sniffLayer(head: Uint8Array): LayerKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : 'tar';
}

async function* unpacked(body: AsyncIterable<Uint8Array>, kind: 'gzip' | 'zstd') {
  const options = { chunkSize: fileChunk };
  const inflate = kind === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
  // One chunk at a time: the source uses its buffers again.
  const source = Readable.from(body, { objectMode: false, highWaterMark: 1 });
  source.on('error', (error) => inflate.destroy(error));
  try {
    yield* source.pipe(inflate);
  } catch (error) {
    if (error instanceof ContentError) throw error;
    const detail = errorMessage(error);
    throw new ContentError(
      { code: 'malformed', what: 'layer', message: `a layer cannot be unpacked: ${detail}` },
      { cause: error },
    );
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

/** The plain tar of a body that may be packed. */
export async function* plainLayer(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const rest: AsyncIterable<Uint8Array> = {
    async *[Symbol.asyncIterator]() {
      yield first.value;
      for (;;) {
        const next = await chunks.next();
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
  const kind = sniffLayer(first.value);
  yield* kind === 'tar' ? rest : unpacked(rest, kind);
}
