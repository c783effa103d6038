// Several images at once: one that cannot be looked at never vanishes beside one that passes.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { json, sha256 } from '../oci/sample-image.ts';
import { writeAdvisories } from './advisory-folder.ts';
import { debianFiles, writeSmallImage } from './small-image.ts';
import { openSurroundings } from './surroundings.ts';

const zlib = { ecosystem: 'Debian:12', name: 'zlib', id: 'DEBIAN-CVE-2026-1', fixed: '1.0' };

/** Gates a sound image and one that `spoil` has damaged, in this order. */
async function gateBoth(spoil: (image: string) => void) {
  const { directory, run } = openSurroundings();
  const sound = writeSmallImage(join(directory, 'sound'), debianFiles({ zlib: '1:1.3' }));
  const spoilt = writeSmallImage(join(directory, 'spoilt'), debianFiles({ zlib: '1:1.3' }));
  spoil(join(directory, 'spoilt'));
  const known = writeAdvisories(join(directory, 'advisories'), [zlib]);
  return run('gate', sound, spoilt, '--advisories', known, '--as-of', '2026-10-22');
}

/** The blob whose text has `part`. */
function blobWith(image: string, part: string): string {
  const blobs = join(image, 'blobs/sha256');
  const name = readdirSync(blobs).find((one) => readFileSync(join(blobs, one), 'latin1').includes(part));
  if (name === undefined) throw new Error(`no blob has ${part}`);
  return join(blobs, name);
}

test('both pass when nothing is spoilt', async () => {
  expect((await gateBoth(() => undefined)).code).toBe(0);
});

describe('the gate ends with 1 and names the image', () => {
  test.each<[string, (image: string) => void, RegExp]>([
    [
      'whose configuration is missing',
      (image) => rmSync(blobWith(image, '"rootfs"')),
      /spoilt:1\.0: .*config/,
    ],
    [
      'whose configuration is damaged',
      (image) => writeFileSync(blobWith(image, '"rootfs"'), '[]'),
      /spoilt:1\.0: .*config/,
    ],
    ['whose manifest is missing', (image) => rmSync(blobWith(image, '"layers"')), /spoilt:1\.0: .*manifest/],
    [
      'that leads to attestations only',
      (image) => {
        const file = join(image, 'index.json');
        const [manifest] = JSON.parse(readFileSync(file, 'utf8')).manifests;
        const platform = { os: 'unknown', architecture: 'unknown' };
        const annotations = {
          ...manifest.annotations,
          'vnd.docker.reference.type': 'attestation-manifest',
        };
        const twice = [{ ...manifest, digest: `sha256:${'0'.repeat(64)}` }, manifest];
        const manifests = twice.map((entry) => ({ ...entry, platform, annotations }));
        writeFileSync(file, json({ schemaVersion: 2, manifests }));
      },
      /spoilt:1\.0: it leads to no image/,
    ],
  ])('%s', async (_, spoil, said) => {
    const { code, out, err } = await gateBoth(spoil);
    expect(err).toMatch(said);
    expect(out).not.toContain('PASS');
    expect(code).toBe(1);
  });
});

test('a layer that may not be read is refused, also when its bytes were read before under another media type', async () => {
  const { code, out } = await gateBoth((image) => {
    const old = readFileSync(blobWith(image, '"layers"'), 'utf8');
    const bytes = Buffer.from(old.replaceAll('.tar+gzip"', '.tar+gzip+encrypted"'));
    writeFileSync(join(image, 'blobs/sha256', sha256(bytes).slice(7)), bytes);
    const index = JSON.parse(readFileSync(join(image, 'index.json'), 'utf8'));
    Object.assign(index.manifests[0], { digest: sha256(bytes), size: bytes.length });
    writeFileSync(join(image, 'index.json'), json(index));
  });
  expect(out).toMatch(/is encrypted/);
  expect(code).toBe(1);
});
