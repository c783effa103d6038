// Of a real image, the three sums of the result are the bytes of its layers' plain tars, as zlib alone inflates them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect } from '@jest/globals';
import { debianImage } from './debian-image.ts';
import { run, testWith } from './packages-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-accounting-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cli = resolve(import.meta.dirname, '../../src/cli/main.ts');

describe('accounting', () => {
  testWith('umoci', 'mmdebstrap')('no byte of a Debian image is left out', () => {
    const { layout } = debianImage('main');
    const blob = (digest: string): Buffer => readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
    const index: { manifests: { digest: string }[] } = JSON.parse(
      readFileSync(join(layout, 'index.json'), 'utf8'),
    );
    const manifest: { layers: { digest: string }[] } = JSON.parse(
      blob(index.manifests[0]?.digest ?? '').toString(),
    );
    const bytes = manifest.layers.reduce((sum, { digest }) => sum + gunzipSync(blob(digest)).length, 0);
    const output = join(folder, 'result.json');
    run(process.execPath, [
      ...[cli, 'scan', `oci:${layout}:latest`, '--advisories', 'none', '--no-layer-cache'],
      ...['--format', 'json', '--output', output],
    ]);
    const { images }: { images: { accounting: Record<string, number> }[] } = JSON.parse(
      readFileSync(output, 'utf8'),
    );
    const sums = Object.values(images[0]?.accounting ?? {});
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(sums.reduce((sum, one) => sum + one, 0)).toBe(bytes);
  });
});
