// A long answer into a pipe: none of it is kept once it is written, and a reader that leaves changes no exit code.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const module = join(root, 'src/cli/standard-output.ts');
const lines = 200_000;
/** Prints 200 MB in lines of a kilobyte and in one go, says on standard error how many thousands are printed, and ends with 7. */
const program = `
import { writeSync } from 'node:fs';
import { openPrinter } from ${JSON.stringify(module)};
const print = openPrinter();
for (let index = 0; index < ${lines}; index += 1) {
  print(String(index % 10).repeat(1000));
  if (index % 1000 === 0) writeSync(2, '.');
}
process.exitCode = 7;
`;

interface Printing {
  readonly bytes: number;
  readonly code: unknown;
  /** Lines printed by the time when the reader began, to the thousand. */
  readonly ahead: number;
}

async function run(read: 'late' | 'never'): Promise<Printing> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let bytes = 0;
  let thousands = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    thousands += chunk.length;
  });
  const ended = new Promise((done) => child.on('close', done));
  if (read === 'never') child.stdout.destroy();
  else {
    await once(child.stderr, 'data');
    // Time enough for all of it, if nobody were waited for.
    await setTimeout(1000);
  }
  const ahead = 1000 * thousands;
  if (read === 'late') {
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
  }
  return { code: await ended, bytes, ahead };
}

describe('standard output', () => {
  test('is not piled up, however many lines are printed in one go', async () => {
    const { bytes, ahead, code } = await run('late');
    expect([bytes, code]).toEqual([1000 * lines, 7]);
    // What a pipe and its reader's buffer hold is far from a tenth.
    expect(ahead).toBeLessThan(lines / 10);
    // Hundreds of megabytes through a pipe, on a machine that may be busy.
  }, 240_000);

  test('keeps every character where the pieces of a long text meet', () => {
    const text = `'a\u00e9\u{1f600}'.repeat(50_000)`;
    const printing = `import { openPrinter } from ${JSON.stringify(module)}; openPrinter()(${text});`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', printing], {
      encoding: 'utf8',
    });
    expect(stdout === 'a\u00e9\u{1f600}'.repeat(50_000)).toBe(true);
  });

  test('ends with its reader, and the exit code stays', async () => {
    expect((await run('never')).code).toBe(7);
  });

  const whereFull = existsSync('/dev/full') ? test : test.skip;
  whereFull('on a full disk ends with 3 and what to do, never as a mistake of the program', () => {
    const full = openSync('/dev/full', 'w');
    const main = join(root, 'src/cli/main.ts');
    const { status, stderr } = spawnSync(process.execPath, [main, 'completion', 'bash'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toMatch(/^failed: standard output could not be written: ENOSPC.*\n +fix: \S/);
    expect(status).toBe(3);
  });
});
