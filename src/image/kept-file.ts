// Files that a run keeps for the next one: there whole or not at all, and never a reason to fail.
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../terms/folder.ts';
import type { Log } from '../terms/ports.ts';
import { errorCode } from './error-code.ts';

/** The bytes of a kept file; undefined where there is none, and with a warning where it cannot be read. */
export async function readKept(file: string, log: Log): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') log.warn(`layer cache: ${file} cannot be read: ${String(error)}`);
    return undefined;
  });
}

/** Keeps bytes, in pieces, for this user alone: written aside and renamed. A full disk is a warning, no error. */
export async function writeKept(file: string, pieces: readonly Uint8Array[], log: Log): Promise<void> {
  const half = `${file}.${randomUUID()}.tmp`;
  try {
    makeFolder(dirname(file), 0o700);
    await writeFile(half, pieces, { mode: 0o600 });
    await rename(half, file);
  } catch (error) {
    log.warn(`layer cache: ${file} cannot be written: ${String(error)}`);
    await rm(half, { force: true }).catch((left: unknown) => log.debug(`layer cache: ${String(left)}`));
  }
}
