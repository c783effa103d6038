// Tells a tar from what is named in its place: compressed archives and other files.
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../terms/errors.ts';

/** First bytes of what is often taken for a plain tar, and how to unpack it. */
const otherFormats: readonly (readonly [magic: string, name: string, unpack: string])[] = [
  ['1f8b', 'gzip', 'gunzip --keep'],
  ['28b52ffd', 'zstd', 'zstd --decompress'],
  ['fd377a58', 'xz', 'xz --decompress --keep'],
  ['425a68', 'bzip2', 'bunzip2 --keep'],
  ['504b0304', 'zip', 'unzip'],
];

/** UserError for a compressed archive, whose files cannot be sought, and for what is no tar at all. */
export async function refuseOtherFormats(file: FileHandle, path: string): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
  const head = buffer.toString('hex');
  const packed = otherFormats.find(([magic]) => head.startsWith(magic));
  if (packed !== undefined) {
    const [, name, unpack] = packed;
    const message = `${path} is compressed (${name}); an image is read from a plain tar`;
    throw new UserError('reference', message, `Unpack it first: ${unpack} ${path}`);
  }
  const isMarked = buffer.toString('latin1', 257, 262) === 'ustar';
  if (bytesRead < 512 || (!isMarked && buffer.includes('\n', 0, 'latin1') && !buffer.includes(0))) {
    const fix = 'Name what `docker save` or `skopeo copy` wrote.';
    throw new UserError('reference', `${path} is no tar archive`, fix);
  }
}
