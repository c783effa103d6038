// A scan does not let V8 keep more memory for new objects than it needs.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const module = resolve(import.meta.dirname, '../../../src/run/image/young-space.ts');

/** MiB of the young space of a process that makes millions of objects, many of them living a while. */
function youngSpace(hold: boolean): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { holdYoungSpace } from ${JSON.stringify(module)};
    let kept = [];
    for (let i = 0; i < 1_500_000; i++) {
      kept.push({ i, of: [i] });
      if (kept.length > 150_000) kept = [];
      if (${hold} && i % 10_000 === 0) holdYoungSpace();
    }
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(young.space_size / 2 ** 20);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('the young space stays small once it is held', () => {
  expect(youngSpace(false)).toBeGreaterThan(24);
  expect(youngSpace(true)).toBeLessThanOrEqual(16);
});
