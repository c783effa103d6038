// One compressed stream through Node's decoder on the thread pool, one chunk ahead of whoever reads it.
import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { errorCode } from '../../http/failures.ts';
import { giveBack } from '../../terms/memory.ts';
import { ContentError } from '../../terms/refusal.ts';
import type { InflateCeilings } from './ceilings.ts';
import type { Compression } from './compression.ts';

/** Plain bytes of one chunk: a smaller one costs a switch of threads more often (decision 0259). */
export const chunkSize = 1024 * 1024;

/** Bytes in and out so far, over all frames. */
export interface Meter {
  taken: number;
  plain: number;
}

export function count(meter: Meter, ceilings: InflateCeilings, taken: number, plain: number): void {
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

/** The plain bytes of one gzip stream (any number of members) or one zstd frame. */
export async function* inflate(
  input: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'plain'>,
  ceilings: InflateCeilings,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const stream = openStream(compression, ceilings);
  let fed = 0;
  let sourceError: unknown;
  const feed = async (): Promise<void> => {
    // The source may use a chunk's memory again once the next but one is asked for.
    let before: Promise<void> | undefined;
    for await (const chunk of input) {
      if (stream.destroyed) return;
      fed += chunk.length;
      const taken = written(stream, chunk);
      await before;
      before = taken;
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
      release(chunk);
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

/** Node hands one buffer out in pieces, in order, and is done with it after its last byte. */
function release(chunk: Buffer): void {
  const { buffer, byteOffset, length } = chunk;
  if (byteOffset + length === buffer.byteLength && buffer.byteLength === chunkSize) giveBack(chunk);
}

/** Until the stream has used the chunk up, or is gone. */
function written(stream: Gunzip | ZstdDecompress, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('close', done);
      resolve();
    };
    stream.once('close', done);
    stream.write(chunk, done);
  });
}

function openStream(compression: 'gzip' | 'zstd', ceilings: InflateCeilings): Gunzip | ZstdDecompress {
  const common = { chunkSize, readableHighWaterMark: 2 * chunkSize, writableHighWaterMark: chunkSize };
  if (compression === 'gzip') return createGunzip(common);
  return createZstdDecompress({ ...common, ...windowLimit(ceilings) });
}

export function windowLimit(ceilings: InflateCeilings): { params: Record<number, number> } {
  return { params: { [constants.ZSTD_d_windowLogMax]: ceilings.zstdWindowLog } };
}

export function truncated(compression: Compression, cause?: unknown): ContentError {
  return new ContentError(
    { code: 'truncated', what: 'layer', message: `the ${compression} stream ends too early` },
    { cause },
  );
}

export function tooMuch(ceilings: InflateCeilings): ContentError {
  return new ContentError({
    code: 'ceiling',
    what: 'layer',
    message: `the layer inflates to more than ${ceilings.plainBytes} bytes`,
  });
}

export function asContentError(error: unknown, compression: Compression): unknown {
  const code = errorCode(error);
  if (!/^(Z_|ZSTD_)/.test(code)) return error;
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
