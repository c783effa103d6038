// Files that somebody names are read to a ceiling, also where their size says nothing.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GivenTooLarge, readGiven, readGivenText } from '../../src/terms/given-file.ts';
import { openSurroundings } from '../cli/surroundings.ts';

test('whole, up to the very ceiling, and not a byte more', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'seaworthy-given-')), 'file');
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 5, 'é');
  writeFileSync(path, bytes);
  expect(readGiven(path).equals(bytes)).toBe(true);
  expect(readGiven(path, bytes.length).equals(bytes)).toBe(true);
  expect(() => readGiven(path, bytes.length - 1)).toThrow(GivenTooLarge);
  writeFileSync(path, '');
  expect(readGivenText(path)).toBe('');
});

test('what has no end is refused by name', async () => {
  expect(() => readGiven('/dev/zero', 10_000)).toThrow(GivenTooLarge);
  const { code, err } = await openSurroundings().run('policy', 'check', '/dev/zero');
  expect(err).toMatch(/the policy file \/dev\/zero cannot be read\n +fix: \S/);
  expect(code).toBe(2);
});
