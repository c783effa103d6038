// The base by its signed inventory: no layer of it is read, and a stranger's inventory is none.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { renderMarkdown } from '../../../src/report/markdown/summary.ts';
import type { Result } from '../../../src/terms/verdict.ts';
import { openSurroundings } from '../../cli/surroundings.ts';

const sample = resolve(import.meta.dirname, '../../../examples/quickstart');
const { directory, run } = openSurroundings();
const judged = ['--advisories', `${sample}/advisories`, '--as-of', '2026-10-22'];

function newKey(name: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const write = (file: string, text: string | Buffer): void => writeFileSync(join(directory, file), text);
  write(`${name}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  write(`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
}

const file = (name: string): string => join(directory, name);

async function gate(
  image: string,
  base: string,
  key: string,
): Promise<{ readonly code: number; readonly err: string; readonly result: Result | undefined }> {
  rmSync(file('result.json'), { force: true });
  const output = ['--format', 'json', '--output', file('result.json')];
  const { code, err } = await run(
    'gate',
    image,
    ...judged,
    '--base',
    base,
    '--verify-key',
    file(key),
    ...output,
  );
  const written = code <= 1 ? JSON.parse(readFileSync(file('result.json'), 'utf8')) : undefined;
  return { code, err, result: written };
}

const good = `oci:${sample}/image:1.1`;
const layout = file('base');

beforeAll(async () => {
  newKey('own');
  newKey('stranger');
  cpSync(join(sample, 'image'), layout, { recursive: true });
  const attest = ['--kind', 'cyclonedx', '--key', file('own.key')];
  const done = await run('attest', `oci:${layout}:1.1`, ...judged, ...attest);
  expect({ code: done.code, err: done.err }).toMatchObject({ code: 0 });
  cpSync(layout, file('whole'), { recursive: true });
  // The layers go: what is read from now on is the inventory.
  for (const blob of readdirSync(join(layout, 'blobs/sha256'))) {
    const path = join(layout, 'blobs/sha256', blob);
    if (statSync(path).size > 0 && readFileSync(path).subarray(0, 2).toString('hex') === '1f8b') rmSync(path);
  }
}, 60_000);

test('what was there before is inherited, without its layers', async () => {
  const { result } = await gate(good, `attested:oci:${layout}:1.1`, 'own.pub');
  const vulnerable = result?.findings.filter(({ details }) => details.kind === 'vulnerability') ?? [];
  expect(vulnerable.length).toBeGreaterThan(0);
  expect(new Set(vulnerable.map(({ origin }) => origin))).toEqual(new Set(['inherited']));
  expect(result?.warnings.join('\n')).not.toContain('is believed');
  // The same packages on the same advisories are the same grade.
  expect(result?.grade?.letter).toBe('B');
  expect(result?.base).toEqual({ reference: `attested:oci:${layout}:1.1`, grade: 'B' });
  expect(result?.warnings.join('\n')).toMatch(
    /by its signed inventory: packages, .*other findings.* no base/,
  );
});

test('the trend of the grade is shown: an attested base against a worse image', async () => {
  const { result } = await gate(`oci:${sample}/image:1.0`, `attested:oci:${layout}:1.1`, 'own.pub');
  if (result === undefined) throw new Error('no result');
  expect(renderMarkdown(result)).toMatch(/- base `attested:oci:.*`: grade B → now F/);
});

test('what came since is introduced, and of what is no package nobody claims to know', async () => {
  const { code, result } = await gate(`oci:${sample}/image:1.0`, `attested:oci:${layout}:1.1`, 'own.pub');
  expect(code).toBe(1);
  const origins = (kind: string) =>
    new Set(result?.findings.filter(({ details }) => details.kind === kind).map(({ origin }) => origin));
  expect(origins('vulnerability')).toContain('introduced');
  expect(origins('fact')).toEqual(new Set(['no-base']));
});

test.each([
  ['of a stranger', `oci:${file('whole')}:1.1`, 'stranger.pub'],
  ['that is not there', `oci:${sample}/image:1.1`, 'own.pub'],
])('for an inventory %s the image itself is read, and that is said', async (_name, base, key) => {
  const { code, result } = await gate(good, `attested:${base}`, key);
  expect(code).toBe(0);
  expect(result?.warnings.join('\n')).toMatch(/No inventory of the base .* is believed/);
  expect(new Set(result?.findings.map(({ origin }) => origin))).toEqual(new Set(['inherited']));
});

test('a base that does not exist is said, and everything counts', async () => {
  const { result } = await gate(good, `attested:oci:${layout}:9`, 'own.pub');
  expect(result?.warnings.join('\n')).toContain('does not exist');
  expect(result?.findings.every(({ origin }) => origin === 'no-base')).toBe(true);
});

test('somebody has to be believed', async () => {
  const { code, err } = await run('gate', good, ...judged, '--base', `attested:oci:${layout}:1.1`);
  expect(code).toBe(2);
  expect(err).toContain('nobody is named');
});

test('an inventory that says it is not whole is no base: its grade could be too good', async () => {
  const torn = file('torn');
  cpSync(join(sample, 'image'), torn, { recursive: true });
  const { out } = await run('scan', `oci:${torn}:1.1`, ...judged, '--format', 'cyclonedx');
  const compositions = [{ aggregate: 'incomplete', assemblies: [] }];
  writeFileSync(file('torn.json'), JSON.stringify({ ...JSON.parse(out), compositions }));
  const predicate = ['--predicate', file('torn.json'), '--type', 'https://cyclonedx.org/bom'];
  const done = await run('attest', `oci:${torn}:1.1`, ...predicate, '--key', file('own.key'));
  expect({ code: done.code, err: done.err }).toMatchObject({ code: 0 });
  const { result } = await gate(good, `attested:oci:${torn}:1.1`, 'own.pub');
  expect(result?.warnings.join('\n')).toContain('its inventory is not whole');
  expect(result?.base?.grade).toBe('B');
});
