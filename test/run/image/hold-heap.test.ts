// A scan does not let V8 keep more memory than it needs, neither for new objects nor for old ones.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const module = resolve(import.meta.dirname, '../../../src/run/image/hold-heap.ts');

/** What a program prints that may say `hold()` now and then. */
function run(hold: boolean, program: string): number {
  const text = `
    import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
    import { holdHeap } from ${JSON.stringify(module)};
    const hold = () => { if (${hold}) holdHeap('judging'); };
    ${program}`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', text], { encoding: 'utf8' }));
}

/** MiB of the young space of a process that makes millions of objects, many of them living a while. */
function youngSpace(hold: boolean): number {
  return run(
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
}

/** MiB of the heap, on average, of a process that keeps about 20 of them while it throws old objects away all the time. */
function usualHeap(hold: boolean): number {
  return run(
    hold,
    `const kept = [];
    let sum = 0;
    let looks = 0;
    hold();
    for (let i = 0; i < 3_000_000; i++) {
      kept[i % 200_000] = { i, of: [i] };
      if (i % 5_000 !== 0) continue;
      await new Promise(setImmediate);
      if (i < 1_000_000) continue;
      looks++;
      sum += getHeapStatistics().used_heap_size;
    }
    console.log(sum / looks / 2 ** 20);`,
  );
}

test('the young space stays small once it is held', () => {
  expect(youngSpace(false)).toBeGreaterThan(24);
  expect(youngSpace(true)).toBeLessThanOrEqual(16);
});

test('old objects are collected before they are as much as what is kept', () => {
  expect(usualHeap(true)).toBeLessThan(0.75 * usualHeap(false));
});
