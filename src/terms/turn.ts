// One writer at a time: who changes a file that others may change too reads and writes it within its turn.
import { closeSync, openSync, rmSync } from 'node:fs';
import { OutsideError } from './errors.ts';

/** Milliseconds: a turn takes a few. */
const patience = 10_000;
const pause = 20;

/**
 * Runs `work` while no other process has its turn at the file; the turn is a file beside it. Errors: `OutsideError` filesystem
 * where another's turn does not end, as after a crash, or the folder cannot be written; those of `work`.
 */
export function inTurn<T>(file: string, work: () => T): T {
  const turn = `${file}.turn`;
  take(turn, file);
  try {
    return work();
  } finally {
    rmSync(turn, { force: true });
  }
}

function take(turn: string, file: string): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; ; waited += pause) {
    try {
      closeSync(openSync(turn, 'wx'));
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EEXIST') {
        const why = `${file} cannot be changed: ${code}`;
        throw new OutsideError('filesystem', why, 'Make its folder writable.', { cause: error });
      }
      if (waited < patience) {
        Atomics.wait(sleeper, 0, 0, pause);
        continue;
      }
      const why = `${file} is being changed by another run: ${turn} has been there for ${patience / 1000} seconds`;
      throw new OutsideError('filesystem', why, 'Run again; where no other run is left, remove that file.', {
        cause: error,
      });
    }
  }
}
