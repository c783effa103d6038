// A day before the image was made is a mistake that hides advisories: it is said.
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');

test.each([
  ['2019-05-01', true],
  ['2026-10-22', false],
])('as of %s', async (day, early) => {
  const { run } = openSurroundings();
  const given = ['--advisories', `${sample}/advisories`, '--as-of', day, '--format', 'json'];
  const { out } = await run('gate', `oci:${sample}/image:1.0`, ...given);
  const { warnings }: { warnings: readonly string[] } = JSON.parse(out);
  expect(
    warnings.some((warning) => warning.includes('what became known after that day is not counted')),
  ).toBe(early);
});
