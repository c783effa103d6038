// The pack finds the program's policy file wherever a host starts it.

import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { programDirectory } from '../../../policy-pack/pack/program-directory.ts';

test('the program is where the pack is started, or where the CLI was called from', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-program-')));
  const [program, pack, below] = [join(root, 'program'), join(root, 'pack'), join(root, 'program/src')];
  for (const folder of [program, pack, below]) mkdirSync(folder);
  writeFileSync(join(program, 'Pulumi.yaml'), 'name: app\n');
  writeFileSync(join(pack, 'PulumiPolicy.yaml'), 'runtime: nodejs\n');
  expect(programDirectory(program, undefined)).toBe(program);
  expect(programDirectory(below, pack)).toBe(below);
  expect(programDirectory(pack, program)).toBe(program);
  expect(programDirectory(pack, below)).toBe(program);
  expect(programDirectory(pack, pack)).toBeUndefined();
  expect(programDirectory(pack, undefined)).toBeUndefined();
});
