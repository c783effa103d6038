// One gzip or zstd body, unpacked under ceilings when it has passed.
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { BodyReader } from '../../image/analyzer.ts';
import { errorCode } from '../../image/error-code.ts';

const packedCeiling = 8 * 1024 * 1024;
const plainCeiling = 32 * 1024 * 1024;

/** `plain`: the body, or undefined where it is too large or damaged. Bombs cost the ceiling and no more. */
export function packedBody(
  form: 'gzip' | 'zstd',
  size: number,
  plain: (body: Buffer | undefined) => void,
): BodyReader {
  const fits = size <= packedCeiling;
  const body = Buffer.allocUnsafe(fits ? size : 0);
  let filled = 0;
  return {
    write(chunk) {
      if (fits) filled += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).copy(body, filled);
    },
    end: () => plain(fits ? unpack(form, body.subarray(0, filled)) : undefined),
  };
}

function unpack(form: 'gzip' | 'zstd', body: Buffer): Buffer | undefined {
  const limits = { maxOutputLength: plainCeiling };
  try {
    return form === 'gzip' ? gunzipSync(body, limits) : zstdDecompressSync(body, limits);
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined;
    throw error;
  }
}
