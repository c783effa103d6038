// Compressed bytes to plain ones on the thread pool, one chunk ahead of whoever reads them.
import {
  constants,
  createGunzip,
  createZstdDecompress,
  type Gunzip,
  type ZstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { ContentError } from '../terms/refusal.ts';
import type { Ceilings } from './ceilings.ts';
import { type Compression, layerCompression } from './compression.ts';
import { errorCode } from './error-code.ts';
import { type FramePiece, frameSplitter } from './zstd-frames.ts';

const chunkSize = 512 * 1024;
/** Compressed bytes of a zstd frame up to which it is decoded in one call. */
const smallFrame = 64 * 1024;

/**
 * Yields the plain bytes of a layer in chunks of up to 512 KiB, each valid until the next is asked for.
 * Throws `ContentError` where the compression is not what the media type says, is damaged or cut, is followed
 * by other bytes, or goes beyond a ceiling; errors of `body` pass through.
 */
export async function* inflateLayer(
  body: AsyncIterable<Uint8Array>,
  mediaType: string,
  ceilings: Ceilings,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = body[Symbol.asyncIterator]();
  try {
    const head = await readHead(source);
    const compression = layerCompression(mediaType, head);
    const input = follow(head, source);
    if (compression === 'plain') yield* belowCeiling(input, ceilings);
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
  ceilings: Ceilings,
): AsyncGenerator<Uint8Array> {
  let plain = 0;
  for await (const chunk of input) {
    plain += chunk.length;
    if (plain > ceilings.plainBytes) throw tooMuch(ceilings);
    yield chunk;
  }
}

/** Bytes in and out so far, over all frames. */
interface Meter {
  taken: number;
  plain: number;
}

function count(meter: Meter, ceilings: Ceilings, taken: number, plain: number): void {
  meter.plain += plain;
  if (meter.plain > ceilings.plainBytes) throw tooMuch(ceilings);
  const input = meter.taken + taken;
  if (meter.plain <= ceilings.ratioFrom || meter.plain <= ceilings.ratio * input) return;
  throw new ContentError({
    code: 'ceiling',
    what: 'layer',
    message: `the layer inflates more than ${ceilings.ratio}-fold (${input} to over ${meter.plain} bytes): it looks like a bomb`,
  });
}

/** Frame by frame: small ones at once (a zstd:chunked layer has one a file), large ones as a stream. */
async function* inflateZstd(
  input: AsyncIterable<Uint8Array>,
  ceilings: Ceilings,
): AsyncGenerator<Uint8Array> {
  const meter: Meter = { taken: 0, plain: 0 };
  const pieces = framePieces(input);
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    const head: FramePiece[] = [next.value];
    let size = next.value.bytes.length;
    let last = next.value.last;
    while (!last && size < smallFrame) {
      const more = await pieces.next();
      if (more.done) break;
      head.push(more.value);
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
function inflateSmall(pieces: readonly FramePiece[], ceilings: Ceilings): Buffer | undefined {
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

async function* inflate(
  input: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'plain'>,
  ceilings: Ceilings,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const stream = openStream(compression, ceilings);
  let fed = 0;
  let sourceError: unknown;
  const feed = async (): Promise<void> => {
    for await (const chunk of input) {
      if (stream.destroyed) return;
      fed += chunk.length;
      if (!stream.write(chunk)) await drained(stream);
    }
    stream.end();
  };
  const feeding = feed().catch((error: unknown) => {
    sourceError = error;
    stream.destroy();
  });
  try {
    for await (const chunk of stream) {
      count(meter, ceilings, stream.bytesWritten, chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw sourceError ?? asContentError(error, compression);
  } finally {
    stream.destroy();
    await feeding;
  }
  if (sourceError !== undefined) throw sourceError;
  meter.taken += fed;
  const rest = fed - stream.bytesWritten;
  if (rest > 0) {
    throw new ContentError({
      code: 'ambiguous',
      what: 'layer',
      message: `${rest} bytes that are not ${compression} follow the compressed layer`,
    });
  }
}

/** Until the stream takes more, or is gone. */
function drained(stream: Gunzip | ZstdDecompress): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}

function openStream(compression: 'gzip' | 'zstd', ceilings: Ceilings): Gunzip | ZstdDecompress {
  const common = { chunkSize, readableHighWaterMark: 2 * chunkSize, writableHighWaterMark: chunkSize };
  if (compression === 'gzip') return createGunzip(common);
  return createZstdDecompress({ ...common, ...windowLimit(ceilings) });
}

function windowLimit(ceilings: Ceilings): { params: Record<number, number> } {
  return { params: { [constants.ZSTD_d_windowLogMax]: ceilings.zstdWindowLog } };
}

function truncated(compression: Compression, cause?: unknown): ContentError {
  return new ContentError(
    { code: 'truncated', what: 'layer', message: `the ${compression} stream ends too early` },
    { cause },
  );
}

function tooMuch(ceilings: Ceilings): ContentError {
  return new ContentError({
    code: 'ceiling',
    what: 'layer',
    message: `the layer inflates to more than ${ceilings.plainBytes} bytes`,
  });
}

function asContentError(error: unknown, compression: Compression): unknown {
  const code = errorCode(error);
  if (code === undefined || !/^(Z_|ZSTD_)/.test(code)) return error;
  if (code === 'Z_BUF_ERROR') return truncated(compression, error);
  const window = code.includes('windowTooLarge');
  const message = window
    ? 'the zstd window is larger than may be held in memory'
    : `the ${compression} stream is damaged (${code})`;
  return new ContentError(
    { code: window ? 'ceiling' : 'malformed', what: 'layer', message },
    { cause: error },
  );
}
