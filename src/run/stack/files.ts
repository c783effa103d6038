// Paths of the command line → one stack: manifest directories, single files, Pulumi states.
import { statSync } from 'node:fs';
import { type ManifestFile, manifestCeiling } from '../../../policy-pack/model/manifests.ts';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { readGiven } from '../../terms/given-file.ts';
import { type FoundFile, filesBelow, lookAt, realOf } from './found-files.ts';

/** Errors: `UserError` not-found or manifest, `OutsideError` filesystem. Folders are read whole, hidden ones left out. */
export function readStackFiles(paths: readonly string[]): Stack {
  return readStack(manifestFiles(paths));
}

/** The texts behind the paths, each file once, and what of them cannot be read. Errors as above. */
export function manifestFiles(paths: readonly string[]): readonly ManifestFile[] {
  const files = new Map<string, FoundFile>();
  for (const file of paths.flatMap(filesUnder)) if (!files.has(file.real)) files.set(file.real, file);
  return [...files.values()].map(({ path, unseen }) =>
    unseen === undefined ? { file: path, text: readText(path) } : { file: path, text: '', unseen },
  );
}

function filesUnder(path: string): readonly FoundFile[] {
  const found = lookAt(path);
  if (found === undefined) {
    throw new UserError(
      'not-found',
      `there is no ${path}`,
      'Name a folder or file of manifests, or a state.',
    );
  }
  // What is named may also be a pipe, which has no other name.
  if (!found.isDirectory()) return [{ path, real: found.isFile() ? realOf(path) : path }];
  const files = filesBelow(path);
  if (files.length === 0) {
    throw new UserError('not-found', `${path} holds no YAML or JSON`, 'Name the folder of the manifests.');
  }
  return files;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > manifestCeiling) {
      throw new UserError(
        'manifest',
        `${file} is larger than ${manifestCeiling / 1024 / 1024} MiB`,
        'Split it into smaller files.',
        { at: { file } },
      );
    }
    return decode(file, readGiven(file));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new OutsideError('filesystem', `${file} cannot be read`, 'Check its permissions.', { cause });
  }
}

/** A letter of another encoding would silently become another text. */
function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError('manifest', `${file} is not written in UTF-8`, 'Save it as UTF-8.', {
      at: { file },
      cause,
    });
  }
}
