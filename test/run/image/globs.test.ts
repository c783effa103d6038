import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { expandImages } from '../../../src/run/image/globs.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-globs-'));
for (const name of ['web', 'api', 'other/deep']) mkdirSync(join(folder, 'build', name), { recursive: true });

test.each([
  [['oci:build/*'], ['oci:build/api', 'oci:build/other', 'oci:build/web']],
  [['oci:build/w*:1.0', 'oci:build/web:1.0'], ['oci:build/web:1.0']],
  [['r.example/app:1'], ['r.example/app:1']],
])('%j is %j', (given, expected) => {
  expect(expandImages(given, folder, new Map())).toEqual(expected);
});

test('a pattern that matches nothing is an error and never a gate of nothing', () => {
  expect(() => expandImages(['oci:none/*'], folder, new Map())).toThrow(
    expect.objectContaining({ code: 'reference' }),
  );
});
