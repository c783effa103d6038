// A dump as a source: looks through its records and keeps what concerns the packages asked for.
import { readFileSync } from 'node:fs';
import { aggregateDigest, fileDigest } from './digests.ts';
import { type Dump, type DumpPart, inspectDump } from './dump.ts';
import { eachRecord, partDigest, readRecord, type UnreadRecord } from './dump-records.ts';
import { dumpUpdated, newestModified } from './freshness.ts';
import { parseKnownExploited } from './known-exploited.ts';
import { isPlain, mentionedEcosystems, mentionedModified, mentionedNames } from './mentions.ts';
import { type Advisory, comparableName, ecosystemFamily } from './record.ts';
import { type AdvisorySource, coveredBy, type Lookup, type PackageQuery, packageKey } from './source.ts';
import { parseSupportDates } from './support-dates.ts';
import { tallyUnread, type Unread, unreadWarnings } from './unread.ts';

/**
 * Opens a dump as a source. It is current as of the newest line of its `modified_id.csv`; without one, as of the
 * newest record of the ecosystem asked for that is furthest behind.
 */
export function openDump(path: string, kind: 'dump' | 'sample' = 'dump'): AdvisorySource {
  const dump = inspectDump(path);
  const { knownExploited, support } = dump;
  return {
    kind,
    lookup: async (queries) => lookup(dump, queries),
    knownExploited: async () =>
      knownExploited === undefined
        ? new Set()
        : parseKnownExploited(readFileSync(knownExploited, 'utf8'), knownExploited),
    supportDates: async () =>
      support === undefined ? undefined : parseSupportDates(readFileSync(support, 'utf8'), support),
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
  const digests: [string, string][] = [];
  const covered = new Set<string>();
  const unreadable = new Set<string>();
  const warnings: string[] = [];
  const known = dumpUpdated(dump.root);
  let oldest: string | undefined;
  for (const part of dump.parts) {
    const names = wanted.get(part.family);
    if (names === undefined) continue;
    digests.push([part.family, partDigest(part)]);
    const { ecosystems, unread, newest } = gather(part, names, known === undefined);
    const own = queries.filter((query) => query.family === part.family);
    if (!unread.damaged) for (const one of coveredBy(ecosystems, own)) covered.add(one);
    for (const name of unread.names) unreadable.add(packageKey(part.family, name));
    warnings.push(...unreadWarnings(part.family, unread));
    oldest = oldest === undefined || (newest !== undefined && newest < oldest) ? newest : oldest;
  }
  if (dump.knownExploited !== undefined) digests.push(['kev', fileDigest(dump.knownExploited)]);
  const updated = known ?? oldest;
  return {
    records: queries.map(({ family, name }) => wanted.get(family)?.get(name) ?? []),
    covered,
    unreadable,
    ...(digests.length === 0 ? {} : { digest: aggregateDigest(digests) }),
    ...(updated === undefined ? {} : { updated }),
    warnings,
  };
}

interface Gathered {
  readonly ecosystems: ReadonlySet<string>;
  readonly unread: Unread;
  /** Newest `modified` of all of the part's records, if asked for. */
  readonly newest: string | undefined;
}

/** Parses only what may concern an asked name, and what does not show whom it concerns. */
function gather(part: DumpPart, names: ReadonlyMap<string, Advisory[]>, dated: boolean): Gathered {
  const ecosystems = new Set<string>();
  const unread: UnreadRecord[] = [];
  const newest = newestModified(part.path);
  for (const one of eachRecord(part)) {
    for (const ecosystem of mentionedEcosystems(one.body)) ecosystems.add(ecosystem);
    const modified = dated ? mentionedModified(one.body) : undefined;
    if (modified !== undefined) newest.see(modified);
    if (!mayConcern(one.body, part.family, names)) continue;
    const record = readRecord(part, one);
    if (record.kind === 'malformed') unread.push(record);
    else keep(record.advisory, part.family, names);
  }
  for (const records of names.values()) records.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ecosystems, unread: tallyUnread(unread), newest: newest.value() };
}

function mayConcern(body: Buffer, family: string, names: ReadonlyMap<string, unknown>): boolean {
  if (!isPlain(body)) return true;
  const mentioned = mentionedNames(body, family);
  return mentioned.size === 0 || [...mentioned].some((name) => names.has(name));
}

function keep(advisory: Advisory, family: string, names: ReadonlyMap<string, Advisory[]>): void {
  const mine = new Set<string>();
  for (const { ecosystem, name } of advisory.affected) {
    if (ecosystemFamily(ecosystem) === family) mine.add(comparableName(family, name));
  }
  for (const name of mine) {
    const records = names.get(name);
    if (records === undefined) continue;
    // Entries of other packages would be held for nothing.
    const affected = advisory.affected.filter(
      (entry) => ecosystemFamily(entry.ecosystem) === family && comparableName(family, entry.name) === name,
    );
    records.push({ ...advisory, affected });
  }
}
