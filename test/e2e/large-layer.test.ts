// A layer so large that the built program inflates and hashes it in threads: read whole, and what is in it is found.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Result } from '../../src/terms/verdict.ts';
import { measure } from '../bench/child.ts';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { plantedSecrets } from '../inspection/planted-secrets.ts';
import { dist } from './built.ts';

const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.secret ?? '';

test('its packages, and a secret behind forty megabytes that do not shrink', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-large-'));
  try {
    const image = writeSmallImage(join(folder, 'image'), {
      ...debianFiles({ zlib1g: '1:1.2.13.dfsg-1' }),
      'srv/noise': randomBytes(40 * 1024 * 1024),
      'srv/a.txt': `one\ntwo\n${token}\n`,
    });
    const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json', '--as-of', '2026-01-01'];
    const program = join(dist, 'cli/main.js');
    const ended = await measure([process.execPath, program, 'gate', image, ...options], [1]);
    const { images, findings }: Result = JSON.parse(ended.stdout);
    expect(images[0]?.refusals).toEqual([]);
    expect(images[0]?.packages.map(({ name }) => name)).toEqual(['zlib1g']);
    const told = findings.filter(({ rule }) => rule === 'secrets/github-token');
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('/srv/a.txt, line 3')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
