// Images of one, two and four times the layers, from one real layer: each copy differs by its first entry.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { tarItem } from '../image/tar-writer.ts';

/** Writes an OCI layout of `count` layers into `folder`, each of them `layer` (gzip) behind a member of its own. */
export function growImage(folder: string, layer: string, count: number): void {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const type = 'application/vnd.oci.image';
  const original = readFileSync(layer);
  const plain = gunzipSync(original);
  const first = (i: number) => tarItem({ path: `copy-${i}`, body: `${i}` });
  const numbers = Array.from({ length: count }, (_, i) => i);
  const layers = numbers.map((i) =>
    put(`${type}.layer.v1.tar+gzip`, Buffer.concat([gzipSync(first(i)), original])),
  );
  const diffIds = numbers.map(
    (i) => `sha256:${createHash('sha256').update(first(i)).update(plain).digest('hex')}`,
  );
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const rootfs = { type: 'layers', diff_ids: diffIds };
  const config = put(`${type}.config.v1+json`, json({ architecture: 'amd64', os: 'linux', rootfs }));
  const mediaType = `${type}.manifest.v1+json`;
  const manifest = put(mediaType, json({ schemaVersion: 2, mediaType, config, layers }));
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
