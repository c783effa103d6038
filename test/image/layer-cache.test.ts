// The layer cache: what comes out is what went in, or nothing.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LayerName, openLayerCache } from '../../src/image/layer-cache.ts';
import type { LayerRecord } from '../../src/image/layer-record.ts';
import { squash } from '../../src/image/squash.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { analyze, bodies } from './layers.ts';
import { type TarItem, writeTar } from './tar-writer.ts';

const digest: Digest = `sha256:${'a'.repeat(64)}`;
const layer = { digest, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
const items: TarItem[] = [
  { path: 'ä/dir/' },
  { path: 'ä/dir/one', body: 'erste' },
  { path: 'ä/dir/one', body: 'zweite' },
  { path: 'cap', body: 'x', mtime: 5, pax: { 'SCHILY.xattr.user.x': '\0ÿ', mtime: '-3', size: '1' } },
  { path: 'link', type: '2', link: 'ä/dir' },
  { path: 'hard', type: '1', link: 'cap' },
  { path: 'x/.wh.gone' },
  { path: 'y/.wh..wh..opq' },
  { path: '../out' },
  ...Array.from({ length: 50 }, (_, i) => ({ path: `many/${i}/${'n'.repeat(i)}` })),
];

let folder: string;
let warnings: string[];
const log = {
  debug: () => undefined,
  info: () => undefined,
  progress: () => undefined,
  warn: (message: string) => void warnings.push(message),
};
const open = () => openLayerCache(folder, log);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layer-cache-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

function plain(record: LayerRecord | undefined): unknown {
  if (record === undefined) return undefined;
  const view = squash([record]);
  const { refusals, accounting, oddities, whiteouts, opaque, hardlinks } = record;
  const lists = { refusals, accounting, oddities, whiteouts, opaque, hardlinks };
  return { ...lists, entries: [...view.entries()], facts: view.facts('bodies') };
}

async function onlyFile(): Promise<string> {
  return join(folder, (await readdir(folder))[0] ?? '');
}

describe('the layer cache', () => {
  test('gives back what was put in', async () => {
    const record = await analyze(writeTar(items));
    await open().put(layer, [bodies], record);
    expect(plain(await open().get(layer, [bodies]))).toEqual(plain(record));
    expect(plain(record)).toMatchObject({ oddities: { duplicatePaths: 1 } });
    expect(warnings).toEqual([]);
  });

  test('knows nothing of another layer, another version, or other analyzers', async () => {
    await open().put(layer, [bodies], await analyze(writeTar(items)));
    expect(await open().get({ ...layer, digest: `sha256:${'b'.repeat(64)}` }, [bodies])).toBeUndefined();
    expect(await open().get(layer, [{ ...bodies, version: 2 }])).toBeUndefined();
    expect(await open().get(layer, [])).toBeUndefined();
    expect(
      await open().get({ digest, mediaType: 'application/vnd.oci.image.layer.v1.tar' }, [bodies]),
    ).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('takes no damaged file: any flipped bit and any cut is a miss that is told', async () => {
    await open().put(layer, [bodies], await analyze(writeTar(items)));
    const file = await onlyFile();
    const good = await readFile(file);
    for (let at = 0; at < good.length; at += 61) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(file, at % 2 === 0 ? bad : good.subarray(0, at));
      expect(await open().get(layer, [bodies])).toBeUndefined();
    }
    expect(warnings).not.toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("does not believe another layer's record under this name", async () => {
    await open().put(layer, [bodies], await analyze(writeTar(items)));
    const file = await onlyFile();
    const bytes = await readFile(file);
    await rm(file);
    const other: LayerName = { ...layer, digest: `sha256:${'c'.repeat(64)}` };
    await open().put(other, [bodies], await analyze(writeTar([])));
    await writeFile(await onlyFile(), bytes);
    expect(await open().get(other, [bodies])).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  test('a folder that cannot be written is a warning', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await openLayerCache(file, log).put(layer, [bodies], await analyze(writeTar([])));
    expect(warnings).toHaveLength(1);
  });

  test('forgets what is old, half-written, or too much', async () => {
    const now = new Date('2026-07-01T00:00:00Z');
    const days = (count: number): Date => new Date(now.getTime() - count * 86_400_000);
    const files: [string, number][] = [
      ['new.layer', 1],
      ['older.layer', 2],
      ['half.tmp', 40],
      ['old.layer', 50],
      ['other', 90],
    ];
    for (const [name, age] of files) {
      await writeFile(join(folder, name), Buffer.alloc(100));
      await utimes(join(folder, name), days(age), days(age));
    }
    await open().prune({ maxBytes: 1000, maxDays: 30, now });
    expect((await readdir(folder)).sort()).toEqual(['new.layer', 'older.layer', 'other']);
    await open().prune({ maxBytes: 150, maxDays: 30, now });
    expect((await readdir(folder)).sort()).toEqual(['new.layer', 'other']);
  });
});
