// Where a command's text goes: standard output, or a file that is there whole or not at all.
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OutsideError, UserError } from '../terms/errors.ts';

/** Writes beside the target and renames. Errors: `OutsideError` filesystem. */
export function writeWhole(path: string, text: string): void {
  stage(path, (staging) => writeFileSync(staging, text));
}

/** As `writeWhole`, piece by piece; what `produce` throws leaves nothing behind. */
export function writePieces(path: string, produce: (write: (piece: string) => void) => void): void {
  stage(path, (staging) => {
    const file = openSync(staging, 'w');
    try {
      produce((piece) => {
        let bytes = Buffer.from(piece);
        while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
      });
    } finally {
      closeSync(file);
    }
  });
}

function stage(path: string, fill: (staging: string) => void): void {
  const target = resolve(path);
  const staging = `${target}.${process.pid}.part`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    fill(staging);
    renameSync(staging, target);
  } catch (cause) {
    rmSync(staging, { force: true });
    if (cause instanceof UserError) throw cause;
    throw new OutsideError(
      'filesystem',
      `${path} could not be written`,
      'Name a place that can be written to.',
      { cause },
    );
  }
}
