// Paths of the command line → one stack: manifest directories, single files, Pulumi states.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestCeiling, readManifests } from '../../policy-pack/model/manifests.ts';
import type { OpaqueThing, Resource } from '../../policy-pack/model/resource.ts';
import { buildStack, type Stack } from '../../policy-pack/model/stack.ts';
import { isState, readState } from '../../policy-pack/model/state.ts';
import { OutsideError, UserError } from '../terms/errors.ts';

const manifestName = /\.(?:ya?ml|json)$/i;

/** Errors: `UserError` not-found or manifest, `OutsideError` filesystem. Folders are read whole, hidden ones left out. */
export function readStack(paths: readonly string[]): Stack {
  const resources: Resource[] = [];
  const opaque: OpaqueThing[] = [];
  for (const file of paths.flatMap(filesUnder)) {
    const text = readText(file);
    const json = /^\s*\{/.test(text) ? parseJson(text) : undefined;
    if (json !== undefined && isState(json)) {
      const state = readState(json, file);
      resources.push(...state.resources);
      opaque.push(...state.opaque);
      continue;
    }
    const manifests = readManifests([{ file, text }]);
    resources.push(...manifests.resources);
    opaque.push(...manifests.opaque);
  }
  return buildStack(resources, opaque);
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
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new OutsideError('filesystem', `${file} cannot be read`, 'Check its permissions.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
