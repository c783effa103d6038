// From the bytes of a layer's blob to those of its tar, whatever it is compressed with.
import { inflateAside, isRoomAside } from './aside/inflate-aside.ts';
import type { InflateCeilings } from './ceilings.ts';
import { layerCompression } from './compression.ts';
import { inflate, tooMuch } from './stream.ts';
import { inflateZstd } from './zstd.ts';

/** Packed bytes below which a thread of its own costs more than it saves. */
const worthThread = 32 * 1024 * 1024;

/**
 * Yields the plain bytes of a layer in chunks of up to a MiB, each valid until the next is asked for.
 * Throws `ContentError` where the compression is not what the media type says, is damaged or cut, is followed
 * by other bytes, or goes beyond a ceiling; errors of `body` pass through. `size`: packed bytes, about.
 */
export async function* inflateLayer(
  body: AsyncIterable<Uint8Array>,
  mediaType: string,
  ceilings: InflateCeilings,
  size = 0,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = body[Symbol.asyncIterator]();
  try {
    const head = await readHead(source);
    const compression = layerCompression(mediaType, head);
    const input = follow(head, source);
    if (compression === 'plain') yield* belowCeiling(input, ceilings);
    else if (size >= worthThread && isRoomAside()) yield* inflateAside(input, { compression, ceilings });
    else if (compression === 'zstd') yield* inflateZstd(input, ceilings);
    else yield* inflate(input, compression, ceilings, { taken: 0, plain: 0 });
  } finally {
    await source.return?.();
  }
}

/** At least four bytes, or all there are: enough for every magic. */
async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* follow(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

async function* belowCeiling(
  input: AsyncIterable<Uint8Array>,
  ceilings: InflateCeilings,
): AsyncGenerator<Uint8Array> {
  let plain = 0;
  for await (const chunk of input) {
    plain += chunk.length;
    if (plain > ceilings.plainBytes) throw tooMuch(ceilings);
    yield chunk;
  }
}
