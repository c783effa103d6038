// What an OSV dump holds: a folder in the bucket's layout, or one ecosystem's zip.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../terms/errors.ts';
import { parseAdvisory, recordCeiling } from './osv.ts';
import { osvDevFamilies } from './osv-dev-families.ts';
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
 * `all.zip` inside a folder of that name). Of it `only` the families named, if any are. UserError where there is
 * nothing of the kind.
 */
export function inspectDump(path: string, only?: readonly string[]): Dump {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UserError('not-found', `there is no ${path}`, 'Name a folder or zip of OSV advisories.');
  }
  const parts = stat.isDirectory() ? partsOf(path) : [singleZip(path)];
  const chosen = only === undefined ? parts : choose(parts, only, path);
  if (!stat.isDirectory()) return { root: path, parts: chosen };
  const knownExploited = join(path, 'kev', 'known_exploited_vulnerabilities.json');
  const support = join(path, 'eol.json');
  return {
    root: path,
    parts: chosen,
    ...(exists(knownExploited) ? { knownExploited } : {}),
    ...(exists(support) ? { support } : {}),
  };
}

function partsOf(path: string): DumpPart[] {
  const parts: DumpPart[] = [];
  for (const name of readdirSync(path).sort()) {
    const inside = join(path, name);
    if (name === 'kev' || statSync(inside, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    const family = ecosystemFamily(name);
    if (exists(join(inside, 'all.zip'))) parts.push(zipPart(family, inside));
    else if (holdsRecords(inside, family)) parts.push({ family, kind: 'folder', path: inside });
  }
  if (parts.length === 0) {
    const fix = 'Name a folder that holds <Ecosystem>/all.zip or <Ecosystem>/*.json, such as Debian/all.zip.';
    throw new UserError('not-found', `${path} holds no OSV advisories`, fix);
  }
  return parts;
}

/** How many files of an unknown folder are looked at: one that is no ecosystem's has other JSON. */
const tried = 16;

function holdsRecords(folder: string, family: string): boolean {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (osvDevFamilies.has(family)) return files.length > 0;
  return files.slice(0, tried).some((file) => {
    const path = join(folder, file);
    const text = statSync(path).size > recordCeiling ? '' : readFileSync(path, 'utf8');
    return parseAdvisory(text).kind === 'ok';
  });
}

function singleZip(path: string): DumpPart {
  if (!startsAsZip(path)) {
    const fix = 'Name a folder or zip of OSV advisories, such as Debian.zip or Debian/all.zip, or osv.dev.';
    throw new UserError('not-found', `${path} is no zip of OSV advisories`, fix);
  }
  const stem = basename(path).replace(/\.zip$/, '');
  const family = stem === 'all' ? basename(dirname(resolve(path))) : stem;
  if (osvDevFamilies.has(family)) return { family, kind: 'zip', path };
  const fix = 'Call it as OSV calls its ecosystem, such as Debian.zip, or put it at Debian/all.zip.';
  throw new UserError('not-found', `the name of ${path} does not say which ecosystem it is of`, fix);
}

/** A local file header, or the directory of an empty archive. */
function startsAsZip(path: string): boolean {
  const handle = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4);
    readSync(handle, head, 0, 4, 0);
    return ['504b0304', '504b0506'].includes(head.toString('hex'));
  } finally {
    closeSync(handle);
  }
}

function choose(parts: readonly DumpPart[], only: readonly string[], path: string): readonly DumpPart[] {
  const there = new Set(parts.map(({ family }) => family));
  const missing = only.find((family) => !there.has(family));
  if (missing !== undefined) {
    const fix = `It has ${[...there].join(', ')}.`;
    throw new UserError('not-found', `${path} has no advisories of ${missing}`, fix);
  }
  return parts.filter(({ family }) => only.includes(family));
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function zipPart(family: string, folder: string): DumpPart {
  const changes = join(folder, changesName);
  const part = { family, kind: 'zip', path: join(folder, 'all.zip') } as const;
  return exists(changes) ? { ...part, changes } : part;
}
