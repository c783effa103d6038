// Where a command's text goes: standard output, or a file that is there whole or not at all.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OutsideError } from '../terms/errors.ts';

/** Writes beside the target and renames. Errors: `OutsideError` filesystem. */
export function writeWhole(path: string, text: string): void {
  const target = resolve(path);
  const staging = `${target}.${process.pid}.part`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(staging, text);
    renameSync(staging, target);
  } catch (cause) {
    rmSync(staging, { force: true });
    throw new OutsideError(
      'filesystem',
      `${path} could not be written`,
      'Name a place that can be written to.',
      { cause },
    );
  }
}
