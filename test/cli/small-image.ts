// Writes small images as OCI layouts, each layer a few files, for whole runs of the command line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeTar } from '../image/tar-writer.ts';
import { json, sha256 } from '../oci/sample-image.ts';

export type LayerFiles = Readonly<Record<string, string | Buffer>>;

/** Writes `directory` with the one tag `1.0`; returns the reference `oci:…`. */
export function writeSmallImage(directory: string, ...layers: readonly LayerFiles[]): string {
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    const digest = sha256(bytes);
    writeFileSync(join(blobs, digest.slice(7)), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const tars = layers.map((files) => writeTar(Object.entries(files).map(([path, body]) => ({ path, body }))));
  const config = put(
    'application/vnd.oci.image.config.v1+json',
    json({
      created: '2026-10-01T00:00:00Z',
      architecture: 'amd64',
      os: 'linux',
      config: { User: '1000' },
      rootfs: { type: 'layers', diff_ids: tars.map(sha256) },
      history: tars.map((_, index) => ({ created_by: `COPY layer-${index} /` })),
    }),
  );
  const manifest = put(
    'application/vnd.oci.image.manifest.v1+json',
    json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: tars.map((bytes) => put('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(bytes))),
    }),
  );
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const annotations = { 'org.opencontainers.image.ref.name': '1.0' };
  writeFileSync(
    join(directory, 'index.json'),
    json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }),
  );
  return `oci:${directory}:1.0`;
}

/** A Debian 12 with the given packages, `name → version`, each its own source. */
export function debianFiles(packages: Readonly<Record<string, string>>, release = '12'): LayerFiles {
  const status = Object.entries(packages).map(
    ([name, version]) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nDescription: ${name}\n`,
  );
  return {
    'etc/os-release': `ID=debian\nVERSION_ID="${release}"\nPRETTY_NAME="Debian GNU/Linux ${release}"\n`,
    'var/lib/dpkg/status': status.join('\n'),
  };
}
