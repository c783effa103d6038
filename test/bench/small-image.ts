// The image of short benches: made in a second from nothing but numbers, in the proportions of the large one.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TarItem, writeTar } from '../image/tar-writer.ts';
import type { BenchImage } from './bench-image.ts';

const programs = 24;
const programBytes = 2 * 1024 * 1024;
const texts = 2000;
const textBytes = 10 * 1024;

/** Writes both forms of the image, 70 MB plain each, into a folder that the caller removes. */
export function makeSmallImage(): BenchImage & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-small-'));
  const layers = [base(), application()];
  const layout = join(folder, 'layout');
  const archive = join(folder, 'image.tar');
  writeLayout(layout, layers);
  writeArchive(archive, layers);
  return { folder, layout, archive };
}

/** Bytes that do not compress much and are the same each time. */
function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed + 1;
  for (let at = 0; at < length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE((state & 0x3f3f3f3f) >>> 0, at);
  }
  return bytes;
}

function base(): Buffer {
  const files = Array.from({ length: programs }, (_, i): TarItem => {
    return { path: `usr/lib/program-${i}.so`, mode: 0o755, body: noise(programBytes, i) };
  });
  const status = 'Package: base\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n';
  const md5 = ({ body = '' }: TarItem): string => createHash('md5').update(body).digest('hex');
  const sums = files.map((file) => `${md5(file)}  ${file.path}\n`).join('');
  const list = files.map(({ path }) => `/${path}\n`).join('');
  return writeTar([
    { path: 'etc/debian_version', body: '12.0\n' },
    { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
    ...files,
    { path: 'var/lib/dpkg/info/base.list', body: list },
    { path: 'var/lib/dpkg/info/base.md5sums', body: sums },
    { path: 'var/lib/dpkg/status', body: status },
  ]);
}

function application(): Buffer {
  const items = Array.from({ length: texts }, (_, i): TarItem[] => {
    const folder = `srv/node_modules/package-${i}`;
    const body = noise(textBytes / 2, i).toString('hex');
    return [
      { path: `${folder}/package.json`, body: JSON.stringify({ name: `package-${i}`, version: '1.0.0' }) },
      { path: `${folder}/index.js`, body: `export const table = '${body}';\n` },
    ];
  });
  return writeTar(items.flat());
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function configOf(layers: readonly Buffer[]): Buffer {
  const rootfs = { type: 'layers', diff_ids: layers.map((bytes) => `sha256:${digestOf(bytes)}`) };
  return Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs }));
}

function writeLayout(folder: string, plain: readonly Buffer[]): void {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    writeFileSync(join(blobs, digestOf(bytes)), bytes);
    return { mediaType, digest: `sha256:${digestOf(bytes)}`, size: bytes.length };
  };
  const type = 'application/vnd.oci.image';
  const config = put(`${type}.config.v1+json`, configOf(plain));
  const layers = plain.map((bytes) => put(`${type}.layer.v1.tar+gzip`, gzipSync(bytes, { level: 1 })));
  const mediaType = `${type}.manifest.v1+json`;
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
  const tagged = {
    ...put(mediaType, manifest),
    annotations: { 'org.opencontainers.image.ref.name': 'latest' },
  };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}

function writeArchive(file: string, plain: readonly Buffer[]): void {
  const config = configOf(plain);
  const layers = plain.map((body) => ({ path: `${digestOf(body)}.tar`, body }));
  const Config = `${digestOf(config)}.json`;
  const manifest = [{ Config, RepoTags: ['bench:latest'], Layers: layers.map(({ path }) => path) }];
  const items = [
    { path: 'manifest.json', body: JSON.stringify(manifest) },
    { path: Config, body: config },
    ...layers,
  ];
  writeFileSync(file, writeTar(items));
}
