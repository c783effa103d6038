// A ZIP on disk as bytes that can be asked for; what is wrong with it is said with its name.
import { readSync } from 'node:fs';
import type { ZipBytes } from '../packages/zip/directory.ts';
import { OutsideError } from '../terms/errors.ts';

export function zipFile(handle: number, size: number, file: string): ZipBytes {
  return {
    size,
    read: (at, length) => readAt(handle, at, length, file),
    damaged: (what) => damaged(file, what),
  };
}

export function readAt(handle: number, at: number, length: number, file: string): Buffer {
  const body = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(handle, body, filled, length - filled, at + filled);
    if (count === 0) throw damaged(file, 'it is cut short');
    filled += count;
  }
  return body;
}

export function damaged(file: string, what: string, cause?: unknown): OutsideError {
  const fix = 'Fetch the dump again.';
  return new OutsideError('protocol', `the archive ${file} cannot be read: ${what}`, fix, { cause });
}
