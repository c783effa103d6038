// A zstd layer frame by frame, because Node's decoder ends with the first and says nothing of the rest.
import { zstdDecompressSync } from 'node:zlib';
import { errorCode } from '../../http/failures.ts';
import type { InflateCeilings } from './ceilings.ts';
import { asContentError, chunkSize, count, inflate, type Meter, truncated, windowLimit } from './stream.ts';
import { type FramePiece, frameSplitter } from './zstd-frames.ts';

/** Compressed bytes of a frame up to which it is decoded in one call. */
const smallFrame = 64 * 1024;

/** Frame by frame: small ones at once (a zstd:chunked layer has one a file), large ones as a stream. */
export async function* inflateZstd(
  input: AsyncIterable<Uint8Array>,
  ceilings: InflateCeilings,
): AsyncGenerator<Uint8Array> {
  const meter: Meter = { taken: 0, plain: 0 };
  const pieces = framePieces(input);
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    const head: FramePiece[] = [kept(next.value)];
    let size = next.value.bytes.length;
    let last = next.value.last;
    while (!last && size < smallFrame) {
      const more = await pieces.next();
      if (more.done) break;
      head.push(kept(more.value));
      size += more.value.bytes.length;
      last = more.value.last;
    }
    const plain = last && size < smallFrame ? inflateSmall(head, ceilings) : undefined;
    if (plain !== undefined) {
      count(meter, ceilings, size, plain.length);
      meter.taken += size;
      if (plain.length > 0) yield plain;
    } else {
      yield* inflate(restOfFrame(head, pieces), 'zstd', ceilings, meter);
    }
  }
}

/** A short piece outlives its chunk, whose memory the source may use again: it is copied. */
function kept(piece: FramePiece): FramePiece {
  return piece.last || piece.bytes.length >= smallFrame
    ? piece
    : { bytes: Buffer.from(piece.bytes), last: false };
}

async function* framePieces(input: AsyncIterable<Uint8Array>): AsyncGenerator<FramePiece, void, undefined> {
  const splitter = frameSplitter();
  for await (const chunk of input) yield* splitter.split(chunk);
  if (!splitter.between) throw truncated('zstd');
}

async function* restOfFrame(
  head: readonly FramePiece[],
  pieces: AsyncGenerator<FramePiece, void, undefined>,
): AsyncGenerator<Uint8Array> {
  for (const piece of head) yield piece.bytes;
  let last = head.at(-1)?.last ?? true;
  while (!last) {
    const next = await pieces.next();
    if (next.done) return;
    yield next.value.bytes;
    last = next.value.last;
  }
}

/** Undefined when the frame is larger inside than it is worth to hold: it is then streamed. */
function inflateSmall(pieces: readonly FramePiece[], ceilings: InflateCeilings): Buffer | undefined {
  try {
    return zstdDecompressSync(Buffer.concat(pieces.map((piece) => piece.bytes)), {
      ...windowLimit(ceilings),
      maxOutputLength: 2 * chunkSize,
    });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw asContentError(error, 'zstd');
  }
}
