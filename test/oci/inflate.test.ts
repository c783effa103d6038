// Compression: honest and lying media types, many members and frames, damage, bombs.
import { setTimeout } from 'node:timers/promises';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { analyze, entriesOf, refusalOf } from '../image/layers.ts';
import { inPieces, writeTar } from '../image/tar-writer.ts';

const oci = 'application/vnd.oci.image.layer.v1.tar';
const docker = 'application/vnd.docker.image.rootfs.diff.tar';
const tar = writeTar(Array.from({ length: 60 }, (_, i) => ({ path: `dir/file-${i}`, body: `body ${i}` })));
const skippable = Buffer.concat([Buffer.from('502a4d1803000000', 'hex'), Buffer.from('abc')]);

/** The tar in several members or frames. */
function split(compress: (bytes: Buffer) => Buffer, parts = 5): Buffer[] {
  const size = Math.ceil(tar.length / parts);
  return Array.from({ length: parts }, (_, i) => compress(tar.subarray(i * size, (i + 1) * size)));
}

const zstd = (bytes: Buffer): Buffer => zstdCompressSync(bytes);
const checked = (bytes: Buffer): Buffer =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });

/** A layer that is said to be large is inflated in a thread of its own. */
const places = [
  ['in this thread', 0],
  ['in its own', 1 << 30],
] as const;

describe.each(places)('read whole %s', (_where, size) => {
  const cases: [string, string, Buffer][] = [
    ['plain', oci, tar],
    ['gzip', `${oci}+gzip`, gzipSync(tar)],
    ['gzip in members', `${docker}.gzip`, Buffer.concat(split((bytes) => gzipSync(bytes)))],
    ['zstd', `${oci}+zstd`, zstd(tar)],
    ['zstd with checksum', `${oci}+zstd`, checked(tar)],
    ['zstd in frames', `${oci}+zstd`, Buffer.concat(split(zstd))],
    ['zstd in 100 frames with checksums', `${oci}+zstd`, Buffer.concat(split(checked, 100))],
    [
      'zstd between skippable frames',
      `${oci}+zstd`,
      Buffer.concat([skippable, ...split(zstd).flatMap((frame) => [frame, skippable])]),
    ],
    ['gzip in a type that says nothing', docker, gzipSync(tar)],
    ['plain without a type', '', tar],
    ['foreign layer', 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', gzipSync(tar)],
  ];
  test.each(cases)('%s', async (_, mediaType, bytes) => {
    for (const piece of size === 0 ? [1 << 20, 97, 5] : [97]) {
      const record = await analyze(bytes, { mediaType, size }, piece);
      expect(entriesOf(record)).toHaveLength(60);
    }
  });

  test('a frame of more than a few hundred KiB is streamed', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * i * 31) % 251));
    const bytes = zstd(writeTar([{ path: 'a', body: noise }, { path: 'b' }]));
    expect(entriesOf(await analyze(bytes, { mediaType: `${oci}+zstd`, size }))).toHaveLength(2);
    const two = Buffer.concat([
      zstd(tar.subarray(0, 512)),
      zstd(Buffer.concat([tar.subarray(512), noise.fill(0)])),
    ]);
    expect(entriesOf(await analyze(two, { mediaType: `${oci}+zstd`, size }))).toHaveLength(60);
  });
});

describe.each(places)('%s, a source that uses its memory again', (_where, size) => {
  test.each([
    ['plain', tar],
    ['gzip', gzipSync(tar)],
    ['zstd', zstd(tar)],
    ['zstd in frames', Buffer.concat(split(zstd))],
  ])('%s: each chunk is needed only until the next but one is asked for', async (_, bytes) => {
    const { analyzeLayer } = await import('../../src/image/analyze-layer.ts');
    for (const step of [17, 200, 5000]) {
      async function* source(): AsyncGenerator<Uint8Array> {
        const given: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += step) {
          given.at(-2)?.fill(0xaa);
          given.push(Buffer.from(bytes.subarray(at, at + step)));
          yield given.at(-1) ?? bytes;
        }
      }
      expect(entriesOf(await analyzeLayer(source(), { mediaType: '', size, analyzers: [] }))).toHaveLength(
        60,
      );
    }
  });
});

describe.each(places)('refused %s', (_where, size) => {
  const gz = gzipSync(tar);
  const flip = (bytes: Buffer, at: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    return copy;
  };
  const cases: [string, string, Buffer, string][] = [
    ['gzip that says it is plain', oci, gz, 'media-type'],
    ['plain that says it is gzip', `${oci}+gzip`, tar, 'media-type'],
    ['zstd that says it is gzip', `${docker}.gzip`, zstd(tar), 'media-type'],
    ['encrypted', `${oci}+gzip+encrypted`, gz, 'encrypted'],
    ['something else', 'application/vnd.example.model', tar, 'unsupported'],
    ['gzip cut', `${oci}+gzip`, gz.subarray(0, -9), 'truncated'],
    ['zstd cut', `${oci}+zstd`, zstd(tar).subarray(0, -9), 'truncated'],
    ['gzip damaged', `${oci}+gzip`, flip(gz, gz.length - 6), 'malformed'],
    ['zstd damaged', `${oci}+zstd`, flip(checked(tar), checked(tar).length - 2), 'malformed'],
    ['bytes after gzip', `${oci}+gzip`, Buffer.concat([gz, Buffer.from('more')]), 'malformed'],
    ['zeros after gzip', `${oci}+gzip`, Buffer.concat([gz, Buffer.alloc(64)]), 'ambiguous'],
    ['bytes after zstd', `${oci}+zstd`, Buffer.concat([zstd(tar), Buffer.from('more')]), 'malformed'],
  ];
  test.each(cases)('%s', async (_, mediaType, bytes, code) => {
    expect(await refusalOf(analyze(bytes, { mediaType, size }))).toBe(code);
  });

  const zeros = Buffer.alloc(32 << 20);
  const ceilings = { ratioFrom: 4 << 20, ratio: 250 };
  test.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
  ])('a bomb of %s', async (kind, bytes) => {
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => bytes));
    expect(await refusalOf(analyze(bomb, { mediaType: `${oci}+${kind}`, size, ceilings }))).toBe('ceiling');
  });

  test('more plain bytes than allowed, compressed or not', async () => {
    const options = { size, ceilings: { plainBytes: tar.length - 1 } };
    expect(await refusalOf(analyze(tar, options))).toBe('ceiling');
    expect(await refusalOf(analyze(gz, options))).toBe('ceiling');
    expect(await refusalOf(analyze(zstd(tar), options))).toBe('ceiling');
  });

  test('an error of the source comes through as it is', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gz.subarray(0, 1000);
      throw new RangeError('the line went dead');
    }
    const { analyzeLayer } = await import('../../src/image/analyze-layer.ts');
    await expect(analyzeLayer(broken(), { mediaType: `${oci}+gzip`, size, analyzers: [] })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a thread of its own', () => {
  const noise = Buffer.from(Array.from({ length: 9_000_000 }, (_, i) => (i * i * 31) % 251));
  const large = writeTar([{ path: 'a', body: noise }, { path: 'b' }]);

  test.each([
    ['gzip', gzipSync(large)],
    ['zstd', zstd(large)],
  ])(
    '%s: gives every byte in order to a reader that is slower, and to one that is faster',
    async (kind, bytes) => {
      const { inflateLayer } = await import('../../src/oci/inflate/inflate-layer.ts');
      const { inflateCeilings } = await import('../../src/oci/inflate/ceilings.ts');
      for (const wait of [0, 15]) {
        const found: Buffer[] = [];
        const source = inPieces(bytes, 100_000);
        for await (const chunk of inflateLayer(source, `${oci}+${kind}`, inflateCeilings, 1 << 30)) {
          found.push(Buffer.from(chunk));
          if (wait > 0) await setTimeout(wait);
        }
        expect(Buffer.concat(found).equals(large)).toBe(true);
        expect(Math.max(...found.map(({ length }) => length))).toBe(1 << 20);
      }
    },
  );

  test('whoever leaves in the middle stops it and lets go of the source', async () => {
    const { inflateLayer } = await import('../../src/oci/inflate/inflate-layer.ts');
    const { inflateCeilings } = await import('../../src/oci/inflate/ceilings.ts');
    const bytes = gzipSync(large);
    let isOpen = true;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (let at = 0; ; at += 10_000)
          yield bytes.subarray(at % bytes.length, (at % bytes.length) + 10_000);
      } finally {
        isOpen = false;
      }
    }
    for await (const _chunk of inflateLayer(source(), `${oci}+gzip`, inflateCeilings, 1 << 30)) break;
    expect(isOpen).toBe(false);
  });
});
