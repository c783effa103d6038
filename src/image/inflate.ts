// Compressed bytes to plain ones on the thread pool, one chunk ahead of whoever reads them.
import { once } from 'node:events';
import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { ContentError } from '../terms/refusal.ts';
import type { Ceilings } from './ceilings.ts';
import { type Compression, layerCompression } from './compression.ts';

const chunkSize = 512 * 1024;

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
    else yield* inflate(input, compression, ceilings);
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

async function* inflate(
  input: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'plain'>,
  ceilings: Ceilings,
): AsyncGenerator<Uint8Array> {
  const stream = openStream(compression, ceilings);
  let fed = 0;
  let sourceError: unknown;
  const feed = async (): Promise<void> => {
    for await (const chunk of input) {
      if (stream.destroyed) return;
      fed += chunk.length;
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    }
    stream.end();
  };
  const feeding = feed().catch((error: unknown) => {
    sourceError = error;
    stream.destroy();
  });
  let plain = 0;
  try {
    for await (const chunk of stream) {
      plain += chunk.length;
      if (plain > ceilings.plainBytes) throw tooMuch(ceilings);
      const taken = stream.bytesWritten;
      if (plain > ceilings.ratioFrom && plain > ceilings.ratio * taken) {
        throw new ContentError({
          code: 'ceiling',
          what: 'layer',
          message: `the layer inflates more than ${ceilings.ratio}-fold (${taken} to over ${plain} bytes): it looks like a bomb`,
        });
      }
      yield chunk;
    }
  } catch (error) {
    throw sourceError ?? asContentError(error, compression);
  } finally {
    stream.destroy();
    await feeding;
  }
  if (sourceError !== undefined) throw sourceError;
  const rest = fed - stream.bytesWritten;
  if (rest > 0) {
    throw new ContentError({
      code: 'ambiguous',
      what: 'layer',
      message: `${rest} bytes that are not ${compression} follow the compressed layer`,
    });
  }
}

function openStream(compression: 'gzip' | 'zstd', ceilings: Ceilings): Gunzip | ZstdDecompress {
  const common = { chunkSize, readableHighWaterMark: 2 * chunkSize, writableHighWaterMark: 1024 * 1024 };
  if (compression === 'gzip') return createGunzip(common);
  return createZstdDecompress({
    ...common,
    params: { [constants.ZSTD_d_windowLogMax]: ceilings.zstdWindowLog },
  });
}

function tooMuch(ceilings: Ceilings): ContentError {
  return new ContentError({
    code: 'ceiling',
    what: 'layer',
    message: `the layer inflates to more than ${ceilings.plainBytes} bytes`,
  });
}

function asContentError(error: unknown, compression: Compression): unknown {
  if (!(error instanceof Error) || error instanceof ContentError || !('code' in error)) return error;
  const code = String(error.code);
  if (!/^(Z_|ZSTD_|ERR_)/.test(code)) return error;
  const cut = code === 'Z_BUF_ERROR';
  const window = code.includes('windowTooLarge');
  const message = cut
    ? `the ${compression} stream ends too early`
    : window
      ? 'the zstd window is larger than may be held in memory'
      : `the ${compression} stream is damaged: ${error.message}`;
  return new ContentError(
    { code: cut ? 'truncated' : window ? 'ceiling' : 'malformed', what: 'layer', message },
    { cause: error },
  );
}
