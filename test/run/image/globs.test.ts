import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('what lies beside layouts and archives and can be none is no image', () => {
  const mixed = join(folder, 'mixed');
  mkdirSync(join(mixed, 'web.tar'), { recursive: true });
  writeFileSync(join(mixed, 'metadata.json'), '{}');
  writeFileSync(join(mixed, 'app.tar'), '');
  symlinkSync('nowhere', join(mixed, 'lost.tar'));
  expect(expandImages(['oci:mixed/*'], folder, new Map())).toEqual(['oci:mixed/web.tar']);
  // A link that leads nowhere was meant: whoever opens it says so.
  expect(expandImages(['oci-archive:mixed/*.tar'], folder, new Map())).toEqual([
    'oci-archive:mixed/app.tar',
    'oci-archive:mixed/lost.tar',
  ]);
  expect(() => expandImages(['oci:mixed/*.json'], folder, new Map())).toThrow(/nothing matches/);
});

test('a pattern that matches nothing is an error and never a gate of nothing', () => {
  expect(() => expandImages(['oci:none/*'], folder, new Map())).toThrow(
    expect.objectContaining({ code: 'reference' }),
  );
});
