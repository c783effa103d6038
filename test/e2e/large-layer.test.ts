// A layer so large that the built program inflates and hashes it in threads: read whole, or said not to be.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Result } from '../../src/terms/verdict.ts';
import { debianFiles, writeSmallImage } from '../cli/small-image.ts';
import { plantedSecrets } from '../inspection/planted-secrets.ts';
import { dist } from './built.ts';

const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.secret ?? '';
let folder: string;
let image: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-large-'));
  image = writeSmallImage(join(folder, 'image'), {
    ...debianFiles({ zlib1g: '1:1.2.13.dfsg-1' }),
    'srv/noise': randomBytes(40 * 1024 * 1024),
    'srv/a.txt': `one\ntwo\n${token}\n`,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

function gate(programs: string): ReturnType<typeof spawnSync> & { readonly stdout: string } {
  const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json', '--as-of', '2026-01-01'];
  return spawnSync(process.execPath, [join(programs, 'cli/main.js'), 'gate', image, ...options], {
    encoding: 'utf8',
    timeout: 60_000,
  });
}

test('its packages, and a secret behind forty megabytes that do not shrink', () => {
  const { status, stdout } = gate(dist);
  expect(status).toBe(1);
  const { images, findings }: Result = JSON.parse(stdout);
  expect(images[0]?.refusals).toEqual([]);
  expect(images[0]?.packages.map(({ name }) => name)).toEqual(['zlib1g']);
  const told = findings.filter(({ rule }) => rule === 'secrets/github-token');
  expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('/srv/a.txt, line 3')]);
}, 90_000);

test.each([
  ['inflating', 'ends', 'process.exit(0);'],
  ['inflating', 'dies', 'throw new Error("out of luck");'],
  ['hashing', 'dies', 'throw new Error("out of luck");'],
])(
  'a thread for %s that %s is a bug that is told, and no verdict',
  (name, _, text) => {
    const programs = join(folder, 'dist');
    cpSync(dist, programs, { recursive: true });
    writeFileSync(join(programs, name, 'thread.js'), text);
    const { status, stdout, stderr } = gate(programs);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/bug: .*thread/);
  },
  90_000,
);
