// Images that try to exhaust whoever reads them: small on disk, huge or endless inside.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { zipOf } from '../advisories/zip-of.ts';
import { tarItem } from '../image/tar-writer.ts';

export interface Bomb {
  readonly name: string;
  /** Suffix of OCI's layer media type. */
  readonly packed: '' | '+gzip' | '+zstd';
  /** What the layer is refused for; undefined: it is read, and holds nothing that could pass. */
  readonly code: string | undefined;
  pieces(): Iterable<Buffer>;
}

const mebibyte = 1024 ** 2;

function* repeated(times: number, first: Buffer, piece: Buffer): Generator<Buffer> {
  yield first;
  for (let i = 0; i < times; i++) yield piece;
}

/** The header of a file of so many bytes, without its body. */
function announced(size: number): Buffer {
  return tarItem({ path: 'zeros', size });
}

function emptyFiles(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => tarItem({ path: `dir-${i % 64}/file-${i}` })));
}

/** Packed again and again; each shell is small. */
function nested(depth: number): Buffer {
  let body: Buffer = Buffer.alloc(64 * mebibyte);
  for (let i = 0; i < depth; i++) {
    const size = body.length;
    body = gzipSync(Buffer.concat([tarItem({ path: 'inner.tar.gz', size }), body, Buffer.alloc(1024)]));
  }
  return body;
}

/** Of 60 MiB each. */
function jarOfJars(count: number): Buffer {
  const body = Buffer.alloc(60 * mebibyte);
  return zipOf(Array.from({ length: count }, (_, i) => [`lib/${i}.jar`, body] as const));
}

function fileOf(path: string, body: Buffer): Buffer {
  return Buffer.concat([
    tarItem({ path, size: body.length }),
    body,
    Buffer.alloc(2048 - (body.length % 512)),
  ]);
}

export const bombs: readonly Bomb[] = [
  {
    name: 'gzip, a thousand to one',
    packed: '+gzip',
    code: 'ceiling',
    pieces: () => repeated(64, gzipSync(announced(4096 * mebibyte)), gzipSync(Buffer.alloc(64 * mebibyte))),
  },
  {
    name: 'zstd, thirty thousand to one',
    packed: '+zstd',
    code: 'ceiling',
    pieces: () =>
      repeated(
        64,
        zstdCompressSync(announced(4096 * mebibyte)),
        zstdCompressSync(Buffer.alloc(64 * mebibyte)),
      ),
  },
  {
    name: 'two million entries',
    packed: '+gzip',
    code: 'ceiling',
    pieces: () => repeated(256, gzipSync(emptyFiles(1)), gzipSync(emptyFiles(8192))),
  },
  { name: 'archives in archives', packed: '+gzip', code: undefined, pieces: () => [nested(6)] },
  {
    name: 'a layer packed twice',
    packed: '+gzip',
    code: 'malformed',
    pieces: () => [gzipSync(gzipSync(emptyFiles(10_000)))],
  },
  {
    name: 'a file that never ends',
    packed: '+gzip',
    code: 'truncated',
    pieces: () => [gzipSync(Buffer.concat([announced(8 * 1024 ** 3 - 1), Buffer.alloc(mebibyte)]))],
  },
  {
    name: 'jars in a jar, each a thousand to one',
    packed: '+gzip',
    code: 'ceiling',
    pieces: () => [gzipSync(fileOf('app.jar', jarOfJars(16)))],
  },
  {
    name: 'a jar as large as one may be, and nothing in it',
    packed: '+gzip',
    code: undefined,
    pieces: () =>
      repeated(
        128,
        gzipSync(tarItem({ path: 'zeros.jar', size: 128 * mebibyte })),
        gzipSync(Buffer.alloc(mebibyte)),
      ),
  },
  {
    name: 'an extended header of half a gigabyte',
    packed: '',
    code: 'ceiling',
    pieces: () =>
      repeated(4, tarItem({ path: 'pax', type: 'x', size: 512 * mebibyte }), Buffer.alloc(mebibyte, 0x61)),
  },
];

/** Writes an OCI layout whose one layer is the bomb; no larger than what is on disk is ever in memory. */
export function writeBomb(folder: string, bomb: Bomb): void {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, value: unknown) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const hash = createHash('sha256');
  let size = 0;
  const half = join(folder, 'layer');
  const file = openSync(half, 'w');
  for (const piece of bomb.pieces()) {
    hash.update(piece);
    size += piece.length;
    writeSync(file, piece);
  }
  closeSync(file);
  const digest = `sha256:${hash.digest('hex')}`;
  renameSync(half, join(blobs, digest.slice(7)));
  const type = 'application/vnd.oci.image';
  const config = put(`${type}.config.v1+json`, {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [digest] },
  });
  const layers = [{ mediaType: `${type}.layer.v1.tar${bomb.packed}`, digest, size }];
  const mediaType = `${type}.manifest.v1+json`;
  const manifest = put(mediaType, { schemaVersion: 2, mediaType, config, layers });
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
