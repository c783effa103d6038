// What a bundle takes of Node's own modules: the names that it uses, each doing what it does without a bundle.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { builtinsByName } from '../../build/builtins-by-name.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'builtins-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the program prints when it is bundled. */
async function printed(source: string, name = 'main.ts'): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, source);
  const outfile = join(folder, 'out.mjs');
  await build({
    ...{ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node', minifySyntax: true },
    ...{ plugins: [builtinsByName], logLevel: 'silent' },
  });
  const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
  return stdout + stderr;
}

const loaded = (name: string): string => `process.moduleLoadList.includes('NativeModule ${name}')`;

test('a name, a whole module and a required one do what they do', async () => {
  const source = `
    import { createHash } from 'node:crypto';
    import path, { join as joined } from 'path';
    import * as os from 'node:os';
    const { basename } = require('node:path');
    console.log(createHash('sha256').update('').digest('hex').slice(0, 8), path.join('a', 'b'), joined('c', 'd'),
      os.EOL === '\\n', basename('e/f'));`;
  expect(await printed(source)).toBe('e3b0c442 a/b c/d true f\n');
});

test('what nobody names is not loaded: neither WebCrypto nor promises of files', async () => {
  const source = `
    import { createHash } from 'node:crypto';
    import { readFileSync } from 'node:fs';
    const seen = [${loaded('internal/crypto/webcrypto')}, ${loaded('internal/fs/promises')}];
    process.stdout.write(JSON.stringify([createHash('md5') && readFileSync ? seen : []]));`;
  expect(await printed(source)).toBe('[[false,false]]');
});

test('child processes are loaded when one is started', async () => {
  const source = `
    import child, { spawnSync } from 'node:child_process';
    const before = ${loaded('child_process')};
    const one = spawnSync(process.execPath, ['-p', '1'], { encoding: 'utf8' }).stdout.trim();
    const two = child.execFileSync(process.execPath, ['-p', '2'], { encoding: 'utf8' }).trim();
    process.stdout.write([before, one, two, ${loaded('child_process')}].join());`;
  expect(await printed(source)).toBe('false,1,2,true');
});

test('a name that Node does not have fails the build', async () => {
  await expect(printed(`import { noSuchName } from 'node:fs'; noSuchName();`)).rejects.toThrow('noSuchName');
});
