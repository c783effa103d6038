// Files of a checkout that say more about its images: on a change, what excuses is the base branch's word.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { findLockFiles } from '../../../src/run/image/lock-files.ts';
import { type FactFiles, readWorkflowFacts } from '../../../src/run/policy/workflow-facts.ts';

const work = mkdtempSync(join(tmpdir(), 'seaworthy-facts-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
function put(path: string, text = 'x'): void {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
}

const vex = (author: string): string =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author,
    timestamp: '2026-10-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-1' },
        products: [{ '@id': 'pkg:oci/app' }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
    ],
  });
const nothing: FactFiles = { dockerfile: undefined, imports: [], vex: [], knownBad: undefined };
const commit = 'b'.repeat(40);
const change = { name: 'pull_request', baseSha: commit, repository: 'acme/voyage' };
const push = { name: 'push', baseSha: undefined, repository: 'acme/voyage' };
const base = new Map<string, string>();
const readFileAt = async ({ path }: { readonly path: string }): Promise<string | undefined> => base.get(path);
const read = (files: Partial<FactFiles>, event: typeof change | typeof push) =>
  readWorkflowFacts({ ...nothing, ...files }, { directory: work, event, readFileAt });

test('a VEX document that the change brings excuses nothing yet, and that is said', async () => {
  put('own.vex.json', vex('Acme'));
  base.clear();
  const { scan, warnings } = await read({ vex: ['own.vex.json'] }, change);
  expect(scan.vex).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('own.vex.json is not on the base branch')]);
});

test('a VEX document of the base branch counts, whatever the change made of it', async () => {
  put('own.vex.json', vex('Forger'));
  base.set('own.vex.json', vex('Acme'));
  const { scan, warnings } = await read({ vex: ['own.vex.json'] }, change);
  expect(scan.vex?.map(({ author }) => author)).toEqual(['Acme']);
  expect(warnings).toEqual([]);
  expect((await read({ vex: ['own.vex.json'] }, push)).scan.vex?.map(({ author }) => author)).toEqual([
    'Forger',
  ]);
});

test('the list of bad digests is the base branch’s where it has one', async () => {
  put('bad.txt', 'emptied by the change\n');
  base.clear();
  await expect(read({ knownBad: 'bad.txt' }, change)).rejects.toThrow(/that is no digest/);
  base.set('bad.txt', `${'1'.repeat(64)}\n`);
  expect((await read({ knownBad: 'bad.txt' }, change)).scan.knownBad).toBeDefined();
  await expect(read({ knownBad: 'bad.txt' }, push)).rejects.toThrow(/that is no digest/);
  put('bad.txt', '# nothing yet\n');
  await expect(read({ knownBad: 'bad.txt' }, push)).rejects.toThrow(/bad\.txt holds no digest/);
});

test('a file that is not there is named', async () => {
  await expect(read({ dockerfile: 'No.Dockerfile' }, push)).rejects.toThrow(/No\.Dockerfile/);
  await expect(read({ imports: ['none.sarif'] }, push)).rejects.toThrow(/none\.sarif/);
  await expect(read({ vex: ['none.json'] }, push)).rejects.toThrow(/none\.json/);
});

test('the Dockerfile at the root is taken, and the one that was named before it', async () => {
  put('Containerfile', 'FROM a\n');
  expect((await read({}, push)).scan.dockerfile?.file).toBe('Containerfile');
  put('Dockerfile', 'FROM a\n');
  expect((await read({}, push)).scan.dockerfile?.file).toBe('Dockerfile');
  put('docker/app', 'FROM b\n');
  expect((await read({ dockerfile: 'docker/app' }, push)).scan.dockerfile?.text).toBe('FROM b\n');
});

test('lock files are found below the root, and not in what others wrote, behind links or in hidden folders', () => {
  for (const path of [
    'package-lock.json',
    'api/go.sum',
    'node_modules/a/yarn.lock',
    '.cache/go.sum',
    'vendor/go.mod',
  ])
    put(`lock/${path}`);
  symlinkSync(work, join(work, 'lock/loop'));
  expect(findLockFiles(join(work, 'lock')).map(({ file }) => file)).toEqual([
    'api/go.sum',
    'package-lock.json',
  ]);
});
