// Where a command's text goes: standard output, or a file that is there whole or not at all.
import {
  closeSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../http/failures.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import { makeFolder } from '../terms/folder.ts';

/** Writes beside the target and renames; links are followed, devices and pipes written to. Errors: `UserError` usage for a place that is no file, `OutsideError` filesystem. */
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

const reasons: ReadonlyMap<string | undefined, string> = new Map([
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'what should be a folder on the way is a file'],
  ['EEXIST', 'what should be a folder on the way is a file'],
  ['EACCES', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
]);

/** The name itself is wrong, whoever asks. */
const noPlace: ReadonlySet<string> = new Set(['EISDIR', 'ENOTDIR', 'EEXIST']);

function stage(path: string, fill: (staging: string) => void): void {
  let staging: string | undefined;
  try {
    const named = resolve(path);
    const there = statSync(named, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile() && !there.isDirectory()) {
      // To rename over /dev/stdout or /dev/null would replace it for everyone.
      fill(named);
      return;
    }
    const target = there?.isFile() ? realpathSync(named) : named;
    makeFolder(dirname(target));
    staging = `${target}.${process.pid}.part`;
    fill(staging);
    renameSync(staging, target);
  } catch (cause) {
    if (staging !== undefined) rmSync(staging, { force: true });
    if (cause instanceof UserError) throw cause;
    const code = errorCode(cause);
    const reason = reasons.get(code);
    if (code !== undefined && noPlace.has(code)) {
      const message = `${path === '' ? '""' : path} could not be written: ${reason}`;
      throw new UserError('usage', message, 'Name a file.', { cause });
    }
    throw new OutsideError(
      'filesystem',
      `${path === '' ? '""' : path} could not be written${reason === undefined ? '' : `: ${reason}`}`,
      'Name a place that can be written to.',
      { cause },
    );
  }
}
