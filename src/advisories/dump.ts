// Advisories straight from an OSV dump: a folder in the bucket's layout, or one ecosystem's zip.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OutsideError, UserError } from '../terms/errors.ts';
import { aggregateDigest, fileDigest, folderDigest } from './digests.ts';
import { dumpUpdated, newestModified } from './freshness.ts';
import { parseKnownExploited } from './known-exploited.ts';
import { parseAdvisory, recordCeiling } from './osv.ts';
import { type Advisory, comparableName, ecosystemFamily } from './record.ts';
import type { AdvisorySource, Lookup, PackageQuery } from './source.ts';
import { parseSupportDates } from './support-dates.ts';
import { readZip } from './zip.ts';

/** The data of one ecosystem in a dump. */
export interface DumpPart {
  readonly family: string;
  readonly kind: 'zip' | 'folder';
  readonly path: string;
}

export interface Dump {
  readonly root: string;
  readonly parts: readonly DumpPart[];
  readonly knownExploited?: string;
  readonly support?: string;
}

/** A record read, or a sentence about one that could not be. */
export type DumpRecord =
  | { readonly kind: 'ok'; readonly advisory: Advisory }
  | { readonly kind: 'malformed'; readonly reason: string };

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
    if (exists(join(inside, 'all.zip'))) parts.push({ family, kind: 'zip', path: join(inside, 'all.zip') });
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

/** Every record of a part, one at a time. */
export function* readPart(part: DumpPart): Generator<DumpRecord> {
  for (const { name, text } of part.kind === 'zip' ? zipTexts(part.path) : folderTexts(part.path)) {
    const parsed = parseAdvisory(text);
    yield parsed.kind === 'ok'
      ? parsed
      : { kind: 'malformed', reason: `${part.family}/${name} ${parsed.reason}` };
  }
}

function* zipTexts(path: string): Generator<{ name: string; text: string }> {
  for (const { name, body } of readZip(path, recordCeiling)) {
    if (name.endsWith('.json')) yield { name, text: body.toString('utf8') };
  }
}

function* folderTexts(path: string): Generator<{ name: string; text: string }> {
  for (const name of readdirSync(path).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(path, name);
    if (statSync(file).size > recordCeiling) {
      throw new OutsideError(
        'protocol',
        `${file} has over ${recordCeiling} bytes`,
        'Remove it from the dump.',
      );
    }
    yield { name, text: readFileSync(file, 'utf8') };
  }
}

/** SHA-256 of a zip, or over the names and contents of a folder's JSON files. */
export function partDigest(part: DumpPart): string {
  return part.kind === 'zip' ? fileDigest(part.path) : folderDigest(part.path);
}

/**
 * Opens a dump as a source. It is current as of the newest line of its `modified_id.csv`; without one, as of the
 * newest record of the ecosystem asked for that is furthest behind.
 */
export function openDump(path: string, kind: 'dump' | 'sample' = 'dump'): AdvisorySource {
  const dump = inspectDump(path);
  return {
    kind,
    lookup: async (queries) => lookup(dump, queries),
    knownExploited: async () =>
      dump.knownExploited === undefined
        ? new Set()
        : parseKnownExploited(readFileSync(dump.knownExploited, 'utf8'), dump.knownExploited),
    supportDates: async () =>
      dump.support === undefined
        ? undefined
        : parseSupportDates(readFileSync(dump.support, 'utf8'), dump.support),
    close: async () => undefined,
  };
}

function lookup(dump: Dump, queries: readonly PackageQuery[]): Lookup {
  const wanted = new Map<string, Map<string, Advisory[]>>();
  for (const { family, name } of queries) {
    const names = wanted.get(family) ?? new Map<string, Advisory[]>();
    names.set(name, []);
    wanted.set(family, names);
  }
  const covered = new Set<string>();
  const digests: [string, string][] = [];
  const malformed: string[] = [];
  let oldest: string | undefined;
  for (const part of dump.parts) {
    const names = wanted.get(part.family);
    if (names === undefined) continue;
    covered.add(part.family);
    digests.push([part.family, partDigest(part)]);
    const newest = gather(part, names, malformed);
    oldest = oldest === undefined || (newest !== undefined && newest < oldest) ? newest : oldest;
  }
  if (dump.knownExploited !== undefined) digests.push(['kev', fileDigest(dump.knownExploited)]);
  const updated = dumpUpdated(dump.root) ?? oldest;
  return {
    records: queries.map(({ family, name }) => wanted.get(family)?.get(name) ?? []),
    covered,
    ...(digests.length === 0 ? {} : { digest: aggregateDigest(digests) }),
    ...(updated === undefined ? {} : { updated }),
    warnings: malformedWarnings(malformed),
  };
}

/** Keeps the records of the asked names only; returns the newest `modified` of all of the part's records. */
function gather(part: DumpPart, names: Map<string, Advisory[]>, malformed: string[]): string | undefined {
  const newest = newestModified(part.path);
  for (const record of readPart(part)) {
    if (record.kind === 'malformed') {
      malformed.push(record.reason);
      continue;
    }
    const { advisory } = record;
    newest.see(advisory.modified);
    const mine = new Set<string>();
    for (const { ecosystem, name } of advisory.affected) {
      if (ecosystemFamily(ecosystem) === part.family) mine.add(comparableName(part.family, name));
    }
    for (const name of mine) names.get(name)?.push(advisory);
  }
  for (const records of names.values()) records.sort((a, b) => (a.id < b.id ? -1 : 1));
  return newest.value();
}

/** At most one sentence: how many, and the first of them. */
export function malformedWarnings(malformed: readonly string[]): string[] {
  const [first] = malformed;
  return first === undefined
    ? []
    : [`${malformed.length} advisories could not be read and are left out; the first: ${first}`];
}
