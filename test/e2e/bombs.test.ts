// Bombs through the whole command: a typed refusal, in bounded time and memory, and never a pass.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { measure } from '../bench/child.ts';
import { bombs, writeBomb } from './bombs.ts';
import { dist } from './built.ts';

const program = join(dist, 'cli/main.js');
const mostMiB = 300;
const longest = 120_000;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-bombs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(bombs)(
  '$name',
  async (bomb) => {
    const layout = mkdtempSync(join(folder, 'layout-'));
    writeBomb(layout, bomb);
    const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json', '--as-of', '2026-01-01'];
    const ended = await measure([process.execPath, program, 'gate', `oci:${layout}`, ...options], [1]);
    const result = JSON.parse(ended.stdout);
    expect(['fail', 'incomplete']).toContain(result.verdict.merge);
    expect(['fail', 'incomplete']).toContain(result.verdict.certificate);
    const codes = result.images[0].refusals.map(({ code }: { code: string }) => code);
    if (bomb.code !== undefined) expect(codes).toContain(bomb.code);
    expect(ended.peakRssMiB).toBeLessThan(mostMiB);
    rmSync(layout, { recursive: true });
  },
  longest,
);
