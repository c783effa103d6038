// Several runs that build one store at once, as jobs of one machine do: each ends well, and the store is whole.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { storeStatus } from '../../src/advisories/store.ts';
import { buildStore } from '../../src/advisories/store-build.ts';

const root = resolve(import.meta.dirname, '../..');
const dump = join(root, 'examples/quickstart/advisories');
const module = JSON.stringify(join(root, 'src/advisories/store-build.ts'));
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-abreast-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('each of them ends well', async () => {
  const store = join(folder, 'store');
  const build = `import(${module}).then(({ buildStore }) => {
    for (let at = 0; at < 8; at += 1) buildStore(${JSON.stringify(dump)}, ${JSON.stringify(store)});
  })`;
  const run = promisify(execFile);
  const ended = await Promise.allSettled([1, 2, 3].map(() => run(process.execPath, ['-e', build])));
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(storeStatus(store)?.ecosystems).toHaveLength(2);
  // The last one and the one before it, for whoever still reads it.
  expect(readdirSync(store).filter((name) => name.startsWith('generation-'))).toHaveLength(2);
  expect(readdirSync(store).filter((name) => /^building-|turn$/.test(name))).toEqual([]);
});

test('what another run is writing stays; what a killed run left goes after a day', () => {
  const store = join(folder, 'other');
  mkdirSync(join(store, 'building-young'), { recursive: true });
  mkdirSync(join(store, 'building-old'));
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(join(store, 'building-old'), longAgo, longAgo);
  buildStore(dump, store);
  expect(readdirSync(store).filter((name) => name.startsWith('building-'))).toEqual(['building-young']);
});
