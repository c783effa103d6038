// Paths of the command line → one stack: manifest directories, single files, Pulumi states.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestFile, manifestCeiling } from '../../../policy-pack/model/manifests.ts';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { readGiven } from '../../terms/given-file.ts';

const manifestName = /\.(?:ya?ml|json)$/i;

/** Errors: `UserError` not-found or manifest, `OutsideError` filesystem. Folders are read whole, hidden ones left out. */
export function readStackFiles(paths: readonly string[]): Stack {
  return readStack(manifestFiles(paths));
}

/** The texts behind the paths, each file once. Errors as above. */
export function manifestFiles(paths: readonly string[]): readonly ManifestFile[] {
  const files = [...new Set(paths.flatMap(filesUnder))];
  return files.map((file) => ({ file, text: readText(file) }));
}

function filesUnder(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new UserError(
      'not-found',
      `there is no ${path}`,
      'Name a folder or file of manifests, or a state.',
    );
  }
  if (!found.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && manifestName.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !file
          .slice(path.length)
          .split('/')
          .some((part) => part.startsWith('.')),
    );
  if (files.length === 0) {
    throw new UserError('not-found', `${path} holds no YAML or JSON`, 'Name the folder of the manifests.');
  }
  return files.sort();
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
