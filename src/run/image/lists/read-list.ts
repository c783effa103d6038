// Images that a build says it made or would make: `bake:FILE` and `compose:FILE`, of one file or several.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readGivenText } from '../../../terms/given-file.ts';
import { type ListFile, readBake } from './bake.ts';
import { readCompose } from './compose.ts';
import { readDotenv } from './dotenv.ts';
import { refused } from './refused.ts';

/**
 * `bake:FILE[+FILE…][#TARGET+…]` or `compose:FILE[+FILE…]` as references; undefined for anything else. `environment`
 * fills variables in. Errors: `UserError` for what cannot be read.
 */
export function readImageList(
  reference: string,
  directory: string,
  environment: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  const [, kind, names, targets] = /^(bake|compose):([^#]+)(?:#(.+))?$/.exec(reference) ?? [];
  if (kind === undefined || names === undefined) return undefined;
  const files = namesIn(names).map((file) => ({ file, text: readText(file, directory) }));
  const [first = { file: '' }] = files;
  const images =
    kind === 'bake'
      ? readBake(files, namesIn(targets ?? ''), environment)
      : readCompose(files, withDotenv(first.file, directory, environment));
  if (images.length > 0) return images;
  throw refused(
    { file: first.file },
    'it names no image',
    'Give its targets or services tags, or name the images themselves.',
  );
}

/** Not commas: those part the Action's references. */
function namesIn(list: string): readonly string[] {
  return list
    .split('+')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The first file's folder is the project's. */
function withDotenv(
  file: string,
  directory: string,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const beside = join(dirname(file), '.env');
  if (!existsSync(resolve(directory, beside))) return environment;
  return readDotenv(readText(beside, directory), beside, environment);
}

function readText(file: string, directory: string): ListFile['text'] {
  try {
    return readGivenText(resolve(directory, file));
  } catch (cause) {
    throw refused({ file }, 'it cannot be read', 'Name a readable file.', cause);
  }
}
