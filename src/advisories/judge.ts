// Holds one package against the records about it; what no order can read is told apart from what does not match.
import { versionOrderOf } from '../packages/versions/ecosystems.ts';
import type { Package } from '../terms/package.ts';
import { ContentError } from '../terms/refusal.ts';
import { applies } from './applies.ts';
import type { Match } from './matched.ts';
import { isSameStream } from './modules.ts';
import { affects } from './ranges.ts';
import { type Advisory, type Affected, comparableName, ecosystemFamily } from './record.ts';
import type { PackageQuery } from './source.ts';

/**
 * An entry that names the package and cannot be held against its version. `unstated`: it names no version at all,
 * and by the schema's own evaluation then affects none; `unreadable`: it does, and no order can read it.
 */
export interface Unjudged {
  readonly kind: 'unstated' | 'unreadable';
  readonly id: string;
  readonly reason: string;
}

export interface Judged {
  readonly matches: readonly Match[];
  readonly unjudged: readonly Unjudged[];
}

/** Go's `(devel)` is older and newer than nothing; the Debian order throws on text that is no version. */
export function isJudgeable(query: PackageQuery): boolean {
  const order = versionOrderOf(query.ecosystem);
  if (order === undefined) return false;
  const isStrict = query.family === 'Go' || order.id === 'debian';
  return !isStrict || order.valid(query.version);
}

/** Judges every query of the package whose version an order can read. */
export function judgePackage(
  pkg: Package,
  queries: readonly PackageQuery[],
  recordsOf: (query: PackageQuery) => readonly Advisory[],
  asOf: Date,
): Judged {
  const judged = queries
    .filter(isJudgeable)
    .flatMap((query) => recordsOf(query).map((advisory) => judgeRecord(pkg, query, advisory, asOf)));
  return {
    matches: judged.flatMap((one) => one.matches),
    unjudged: judged.flatMap((one) => one.unjudged),
  };
}

function judgeRecord(pkg: Package, query: PackageQuery, advisory: Advisory, asOf: Date): Judged {
  const matches: Match[] = [];
  const unjudged: Unjudged[] = [];
  const order = versionOrderOf(query.ecosystem);
  if (order === undefined) return { matches, unjudged };
  for (const entry of advisory.affected) {
    if (!isAbout(entry, query) || !isSameStream(pkg, advisory, entry)) continue;
    if (entry.ranges.length === 0 && entry.versions.length === 0) {
      const reason = entry.gitRanges > 0 ? 'states Git commits only' : 'states neither ranges nor versions';
      unjudged.push({ kind: 'unstated', id: advisory.id, reason });
      continue;
    }
    try {
      const hit = affects(entry, query.version, order);
      if (hit !== undefined) matches.push({ pkg, advisory, entry, order, ...hit });
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      const reason = `states what no order reads: ${error.message}`;
      unjudged.push({ kind: 'unreadable', id: advisory.id, reason });
    }
  }
  // Dates are read for the few that matched only.
  const isEmpty = matches.length === 0 && unjudged.length === 0;
  return isEmpty || applies(advisory, asOf) ? { matches, unjudged } : { matches: [], unjudged: [] };
}

function isAbout(entry: Affected, query: PackageQuery): boolean {
  // Red Hat and SUSE write a product behind the release.
  const isOf = entry.ecosystem === query.ecosystem || entry.ecosystem.startsWith(`${query.ecosystem}:`);
  return isOf && comparableName(ecosystemFamily(entry.ecosystem), entry.name) === query.name;
}

/** At most one sentence: how many records, and why the first could not be judged. */
export function unjudgedWarnings(unjudged: readonly Unjudged[]): string[] {
  const ids = new Set(unjudged.map((one) => one.id));
  const [first] = [...unjudged].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return first === undefined
    ? []
    : [`${ids.size} advisories about installed packages could not be judged; ${first.id} ${first.reason}`];
}
