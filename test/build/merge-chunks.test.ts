// Joined chunks do what they did apart, in fewer files, and bring no run what it did not load before.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Chunk, mergeChunks, type Runs } from '../../build/merge-chunks.ts';

// Each says when it is loaded. `left` and `right` both name something \`value\`, and each is shared by other sources.
const sources = {
  'main.ts': `#!/usr/bin/env node
import { value } from './base.ts';
const { run } = process.argv[2] === 'one' ? await import('./one.ts') : await import('./two.ts');
run(value);`,
  'one.ts': `import { value } from './left.ts'; import { value as other } from './right.ts';
export const run = (base: string) => console.log('one', base, value(), other());`,
  'two.ts': `import { value } from './left.ts'; import { value as other } from './right.ts'; import { cold } from './seldom.ts';
export const run = (base: string) => console.log('two', base, value(), other(), cold);`,
  'three.ts': `import { value } from './left.ts'; export const run = () => console.log('three', value());`,
  'four.ts': `import { value } from './right.ts'; import { cold } from './seldom.ts'; export const run = () => console.log('four', value(), cold);`,
  'left.ts': `import { value as base } from './base.ts'; console.log('load left'); export let count = 0; export const value = () => 'left ' + base + ++count;`,
  'right.ts': `import { value as left } from './left.ts'; console.log('load right'); export const value = () => 'right of ' + left();`,
  'seldom.ts': `console.log('load seldom'); export const cold = 'cold';`,
  'base.ts': `export const value = 'base';`,
};
const entryPoints = ['main.ts', 'three.ts', 'four.ts'];
const runs: Runs = [['main.ts', 'one.ts'], ['main.ts', 'two.ts'], ['three.ts']];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'merge-'));
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function split(): Promise<readonly Chunk[]> {
  const outdir = join(folder, 'out');
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: folder, entryPoints, outdir, bundle: true, splitting: true, format: 'esm' },
    ...{
      platform: 'node',
      target: 'node24',
      chunkNames: 'chunks/[name]-[hash]',
      write: false,
      metafile: true,
    },
  });
  const below = (path: string): string => relative(outdir, resolve(folder, path));
  return Object.entries(metafile.outputs).map(([path, { exports, imports, entryPoint }]) => ({
    path: below(path),
    text: outputFiles.find((file) => below(file.path) === below(path))?.text ?? '',
    exports,
    imports: imports.filter(({ kind }) => kind === 'import-statement').map((one) => below(one.path)),
    entryPoint,
  }));
}

function written(files: Iterable<readonly [string, string]>, name: string): string {
  const place = join(folder, name);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [path, text] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  return place;
}

function printed(place: string, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(place, 'main.js'), ...args], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

const merged = (chunks: readonly Chunk[]) =>
  mergeChunks(chunks, runs, { bundle: true, format: 'esm', platform: 'node', target: 'node24' });

test('joined chunks print what they printed apart', async () => {
  const chunks = await split();
  const apart = written(
    chunks.map(({ path, text }) => [path, text]),
    'apart',
  );
  const joined = written(await merged(chunks), 'joined');
  for (const one of ['one', 'two']) {
    // Modules that do not import each other may take turns.
    const lines = [apart, joined].map((place) => printed(place, one).split('\n').sort());
    expect(lines[1]).toEqual(lines[0]);
    expect(printed(joined, one)).toContain(`${one} base left base1 right of left base2`);
  }
});

test('what the same runs load is one file, what a run does not load stays away from it', async () => {
  const chunks = await split();
  const files = await merged(chunks);
  expect(files.size).toBeLessThan(chunks.length);
  const place = written(files, 'joined');
  expect(printed(place, 'one')).not.toContain('load seldom');
  expect(printed(place, 'two')).toContain('load seldom');
});

test('a program keeps the line by which a shell starts it', async () => {
  expect((await merged(await split())).get('main.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('an entry keeps its name and its exports', async () => {
  const place = written(await merged(await split()), 'joined');
  expect(readFileSync(join(place, 'four.js'), 'utf8')).toMatch(/export \{\s*run\s*\}/);
});

test('the same chunks make the same bytes', async () => {
  const chunks = await split();
  const again = await merged([...chunks].reverse());
  expect([...again]).toEqual([...(await merged(chunks))]);
});

test('a run of an entry that is gone fails the build', async () => {
  const chunks = await split();
  await expect(mergeChunks(chunks, [['gone.ts']], {})).rejects.toThrow('the bundle has no entry gone.ts');
});
