// A scan does not let V8 keep more memory than it needs, neither for new objects nor for old ones.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const module = resolve(import.meta.dirname, '../../../src/run/image/hold-heap.ts');

/** What a program prints that may say `hold()` now and then. */
function run(hold: boolean, program: string, ...options: readonly string[]): string {
  const text = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { holdHeap } from ${JSON.stringify(module)};
    const hold = () => { if (${hold}) holdHeap('judging'); };
    ${program}`;
  return execFileSync(process.execPath, [...options, '--input-type=module', '-e', text], {
    encoding: 'utf8',
  });
}

/** MiB of the young space of a process that makes millions of objects, many of them living a while. */
function youngSpace(hold: boolean): number {
  const printed = run(
    hold,
    `let kept = [];
    for (let i = 0; i < 1_500_000; i++) {
      kept.push({ i, of: [i] });
      if (kept.length > 150_000) kept = [];
      if (i % 10_000 === 0) hold();
    }
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(young.space_size / 2 ** 20);`,
  );
  return Number(printed);
}

/** How often V8 collects the whole heap of a process that keeps about 20 MiB while it throws old objects away all the time. */
function fullCollections(hold: boolean): number {
  const program = `
    const kept = [];
    const keep = (i) => { kept[i % 200_000] = { i, of: [i] }; };
    for (let i = 0; i < 200_000; i++) keep(i);
    hold();
    // V8 reads the limit at the end of a full collection.
    gc();
    for (let i = 0; i < 3_000_000; i++) {
      keep(i);
      if (i % 5_000 === 0) await new Promise(setImmediate);
    }`;
  return run(hold, program, '--expose-gc', '--trace-gc').match(/Mark-Compact/g)?.length ?? 0;
}

test('the young space stays small once it is held', () => {
  expect(youngSpace(false)).toBeGreaterThan(24);
  expect(youngSpace(true)).toBeLessThanOrEqual(16);
});

test('old objects are collected long before they are as much as what is kept', () => {
  expect(fullCollections(true)).toBeGreaterThan(2 * fullCollections(false));
});
