// Builds small images in memory: layers, configuration, manifest, index.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { WireDescriptor } from '../../src/oci/descriptor.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import type { Digest } from '../../src/terms/digest.ts';

export function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

export interface TarFile {
  readonly path: string;
  readonly body?: Uint8Array | string;
  readonly link?: string;
  readonly hard?: boolean;
}

/** A ustar archive. */
export function tar(files: readonly TarFile[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, body = '', link, hard } of files) {
    const content = Buffer.from(body);
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(
      `${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}${octal(content.length, 12)}${octal(0, 12)}`,
      100,
    );
    header.write('        ', 148);
    header.write(link === undefined ? '0' : hard === true ? '1' : '2', 156);
    header.write(link ?? '', 157);
    header.write('ustar\x0000', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    blocks.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export interface SampleImage {
  readonly config: Buffer;
  readonly manifest: Buffer;
  readonly descriptor: WireDescriptor;
  /** Plain tars, lowest first. */
  readonly plain: readonly Buffer[];
  readonly blobs: ReadonlyMap<Digest, Buffer>;
  readonly layerDigests: readonly Digest[];
}

export function descriptorOf(mediaType: string, bytes: Buffer): WireDescriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length };
}

interface Changes {
  readonly architecture?: string;
  readonly config?: object;
  readonly manifest?: object;
}

/** An image whose layers hold one file each. */
export function sampleImage(bodies: readonly (Uint8Array | string)[], changes: Changes = {}): SampleImage {
  return imageOfTars(
    bodies.map((body, position) => tar([{ path: `file-${position}`, body }])),
    changes,
  );
}

/** An image of plain tars, lowest first. */
export function imageOfTars(plain: readonly Buffer[], changes: Changes = {}): SampleImage {
  const packed = plain.map((bytes) => gzipSync(bytes));
  const config = json({
    architecture: changes.architecture ?? 'amd64',
    os: 'linux',
    config: { User: '1000', Env: ['PATH=/bin'], Labels: { a: 'b' } },
    rootfs: { type: 'layers', diff_ids: plain.map(sha256) },
    history: [
      ...plain.map((_, position) => ({ created_by: `COPY file-${position} /` })),
      { created_by: 'USER 1000', empty_layer: true },
    ],
    ...changes.config,
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(mediaTypes.ociConfig, config),
    layers: packed.map((bytes) => descriptorOf(mediaTypes.ociLayerGzip, bytes)),
    ...changes.manifest,
  });
  return {
    config,
    manifest,
    descriptor: descriptorOf(mediaTypes.ociManifest, manifest),
    plain,
    blobs: new Map([config, ...packed].map((bytes) => [sha256(bytes), bytes])),
    layerDigests: packed.map(sha256),
  };
}
