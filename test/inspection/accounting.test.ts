// Every byte of every layer is parsed, not interesting or refused: the result's three sums are the size of the plain tars.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openSurroundings } from '../cli/surroundings.ts';
import { type TarItem, writeTar } from '../image/tar-writer.ts';
import { json, sha256 } from '../oci/sample-image.ts';
import { plantedSecrets } from './planted-secrets.ts';

function writeImage(directory: string, tars: readonly Buffer[]): string {
  mkdirSync(join(directory, 'blobs/sha256'), { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    writeFileSync(join(directory, 'blobs/sha256', sha256(bytes).slice(7)), bytes);
    return { mediaType, digest: sha256(bytes), size: bytes.length };
  };
  const rootfs = { type: 'layers', diff_ids: tars.map(sha256) };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: put(
      'application/vnd.oci.image.config.v1+json',
      json({ architecture: 'amd64', os: 'linux', rootfs }),
    ),
    layers: tars.map((tar) => put('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(tar))),
  };
  const annotations = { 'org.opencontainers.image.ref.name': '1' };
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const manifests = [{ ...put(mediaType, json(manifest)), annotations }];
  writeFileSync(join(directory, 'index.json'), json({ schemaVersion: 2, manifests }));
  return `oci:${directory}:1`;
}

interface Accounting {
  readonly parsed: number;
  readonly notInteresting: number;
  readonly refused: number;
}

async function accountingOf(tars: readonly Buffer[]): Promise<Accounting> {
  const surroundings = openSurroundings();
  const reference = writeImage(join(surroundings.directory, 'image'), tars);
  const { out } = await surroundings.run('scan', reference, '--advisories', 'none', '--format', 'json');
  const result: { images: { accounting: Accounting }[] } = JSON.parse(out);
  return result.images[0]?.accounting ?? { parsed: 0, notInteresting: 0, refused: 0 };
}

const bytesOf = (tars: readonly Buffer[]): number => tars.reduce((sum, tar) => sum + tar.length, 0);
const total = ({ parsed, notInteresting, refused }: Accounting): number => parsed + notInteresting + refused;

const status = 'Package: bash\nStatus: install ok installed\nVersion: 5\nArchitecture: amd64\n\n';

describe('accounting of bytes', () => {
  test('of an image with packages, secrets, deleted files, links, archives and what is refused', async () => {
    const base: readonly TarItem[] = [
      { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
      { path: 'var/lib/dpkg/status', body: status },
      { path: 'usr/' },
      { path: 'bin', type: '2', link: 'usr/bin' },
      { path: 'srv/logs.gz', body: gzipSync('x'.repeat(100_000)) },
      { path: 'srv/long', body: Buffer.alloc(3_000_001, 7), pax: { path: `srv/${'long/'.repeat(40)}name` } },
    ];
    const later: readonly TarItem[] = [
      ...plantedSecrets,
      { path: 'srv/.wh.logs.gz' },
      { path: 'dev/disk', type: '3' },
      { path: 'var/lib/dpkg/status.d/huge', body: Buffer.alloc(40 * 1024 * 1024, 10) },
    ];
    const tars = [
      writeTar(base),
      writeTar(later),
      Buffer.concat([writeTar([]), Buffer.from('after the end')]),
    ];
    const accounting = await accountingOf(tars);
    expect(total(accounting)).toBe(bytesOf(tars));
    expect(accounting.refused).toBeGreaterThan(0);
    expect(accounting.parsed).toBeGreaterThan(0);
    expect(accounting.notInteresting).toBeGreaterThan(0);
  });

  test('of any image', async () => {
    const item = fc.record({
      path: fc.constantFrom('a', 'etc/passwd', 'root/.npmrc', 'usr/bin/x', 'package.json', 'd/', '.wh.a'),
      body: fc.uint8Array({ maxLength: 2000 }),
      mode: fc.constantFrom(0o644, 0o4755),
    });
    const layer = fc
      .array(item, { maxLength: 8 })
      .map((items) => writeTar(items.map((one) => (/\/$|\.wh\./.test(one.path) ? { path: one.path } : one))));
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 3 }), async (tars) => {
        expect(total(await accountingOf(tars))).toBe(bytesOf(tars));
      }),
      { numRuns: 20 },
    );
  });
});
