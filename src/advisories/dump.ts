// What an OSV dump holds: a folder in the bucket's layout, or one ecosystem's zip.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../terms/errors.ts';
import { ecosystemFamily } from './record.ts';

/** Beside an `all.zip`: what changed since it was fetched. */
export const changesName = 'changes';

/** The data of one ecosystem in a dump. */
export interface DumpPart {
  readonly family: string;
  readonly kind: 'zip' | 'folder';
  readonly path: string;
  /** Folder of records that are newer than those of the zip, `<id>.json` each. */
  readonly changes?: string;
}

export interface Dump {
  readonly root: string;
  readonly parts: readonly DumpPart[];
  readonly knownExploited?: string;
  readonly support?: string;
}

/**
 * Looks what is at `path`: `<Ecosystem>/all.zip`, folders of JSON files, or a zip named after its ecosystem (or
 * `all.zip` inside a folder of that name). UserError where there is nothing of the kind.
 */
export function inspectDump(path: string): Dump {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UserError('not-found', `there is no ${path}`, 'Name a folder or zip of OSV advisories.');
  }
  if (!stat.isDirectory()) {
    const stem = basename(path).replace(/\.zip$/, '');
    const family = stem === 'all' ? basename(dirname(path)) : stem;
    return { root: path, parts: [{ family, kind: 'zip', path }] };
  }
  const parts: DumpPart[] = [];
  for (const name of readdirSync(path).sort()) {
    const inside = join(path, name);
    if (name === 'kev' || !statSync(inside).isDirectory()) continue;
    const family = ecosystemFamily(name);
    if (exists(join(inside, 'all.zip'))) parts.push(zipPart(family, inside));
    else if (readdirSync(inside).some((file) => file.endsWith('.json'))) {
      parts.push({ family, kind: 'folder', path: inside });
    }
  }
  if (parts.length === 0) {
    const fix = 'Name a folder that holds <Ecosystem>/all.zip, or <Ecosystem>/*.json.';
    throw new UserError('not-found', `${path} holds no OSV advisories`, fix);
  }
  const knownExploited = join(path, 'kev', 'known_exploited_vulnerabilities.json');
  const support = join(path, 'eol.json');
  return {
    root: path,
    parts,
    ...(exists(knownExploited) ? { knownExploited } : {}),
    ...(exists(support) ? { support } : {}),
  };
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function zipPart(family: string, folder: string): DumpPart {
  const changes = join(folder, changesName);
  const part = { family, kind: 'zip', path: join(folder, 'all.zip') } as const;
  return exists(changes) ? { ...part, changes } : part;
}
