// Holds an inventory against advisories: one finding per alias set and source package.
import { versionOrderOf } from '../packages/versions/ecosystems.ts';
import type { Finding } from '../terms/finding.ts';
import type { Layer } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { Snapshot } from '../terms/verdict.ts';
import { aliasSets } from './alias-sets.ts';
import { applies } from './applies.ts';
import { describeSet } from './describe.ts';
import type { Match } from './matched.ts';
import { fixedUnit, queriesOf } from './queries.ts';
import { affects } from './ranges.ts';
import { type Advisory, comparableName, ecosystemFamily } from './record.ts';
import type { AdvisorySource, PackageQuery } from './source.ts';

export interface MatchOptions {
  /** The moment of judgement; records published later are hidden. */
  readonly asOf: Date;
  /** The image's layers, lowest first: they say where a package came from. */
  readonly layers: readonly Layer[];
}

export interface Matching {
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
  /** Packages of whose ecosystem the source has no advisories, or whose version no order can judge. */
  readonly uncovered: readonly Package[];
  readonly warnings: readonly string[];
}

/** Matches every package that no OS package owns. Errors: those of the source. */
export async function matchPackages(
  packages: readonly Package[],
  os: OperatingSystem | undefined,
  source: AdvisorySource,
  options: MatchOptions,
): Promise<Matching> {
  const asked = packages
    .filter((pkg) => pkg.ownedBy === undefined)
    .map((pkg) => ({ pkg, queries: queriesOf(pkg, os) }));
  const queries = new Map<string, PackageQuery>();
  for (const query of asked.flatMap((one) => one.queries)) queries.set(queryKey(query), query);
  const keys = [...queries.keys()];
  const found = await source.lookup([...queries.values()]);
  const records = new Map(keys.map((key, index) => [key, found.records[index] ?? []]));
  const matches: Match[] = [];
  const uncovered: Package[] = [];
  let gitRanges = 0;
  for (const { pkg, queries: own } of asked) {
    if (!own.some((query) => found.covered.has(query.family)) || !own.every(isJudgeable)) uncovered.push(pkg);
    for (const query of own.filter(isJudgeable)) {
      for (const advisory of records.get(queryKey(query)) ?? []) {
        const result = matchRecord(pkg, query, advisory, options.asOf);
        matches.push(...result.matches);
        gitRanges += result.gitRanges;
      }
    }
  }
  const exploited = await source.knownExploited();
  const findings = bySourcePackage(matches).flatMap((group) =>
    aliasSets(group).map((set) => describeSet(set, exploited, options.layers)),
  );
  return {
    findings: findings.sort(byRuleAndSubject),
    snapshot: {
      ...(found.digest === undefined ? {} : { digest: found.digest }),
      asOf: options.asOf.toISOString(),
      ...(found.updated === undefined ? {} : { updated: found.updated }),
      source: source.kind,
      ecosystems: [...found.covered].sort(),
    },
    uncovered,
    warnings: [
      ...found.warnings,
      ...(gitRanges === 0 ? [] : [`${gitRanges} ranges over Git commits were not judged`]),
    ],
  };
}

function queryKey(query: PackageQuery): string {
  return [query.ecosystem, query.name, query.version].join('\n');
}

/** Go's `(devel)` is older and newer than nothing; the Debian order throws on text that is no version. */
function isJudgeable(query: PackageQuery): boolean {
  const order = versionOrderOf(query.ecosystem);
  if (order === undefined) return false;
  const isStrict = query.family === 'Go' || order.id === 'debian';
  return !isStrict || order.valid(query.version);
}

function matchRecord(pkg: Package, query: PackageQuery, advisory: Advisory, asOf: Date) {
  const matches: Match[] = [];
  let gitRanges = 0;
  const order = versionOrderOf(query.ecosystem);
  if (order === undefined || !applies(advisory, asOf)) return { matches, gitRanges };
  for (const entry of advisory.affected) {
    if (!isOf(entry.ecosystem, query.ecosystem)) continue;
    if (comparableName(ecosystemFamily(entry.ecosystem), entry.name) !== query.name) continue;
    gitRanges += entry.ranges.length === 0 && entry.versions.length === 0 ? entry.gitRanges : 0;
    if (!isSameStream(pkg, advisory, entry)) continue;
    const hit = affects(entry, query.version, order);
    if (hit === undefined) continue;
    matches.push({ pkg, advisory, entry, order, ...hit });
  }
  return { matches, gitRanges };
}

/** Red Hat and SUSE write a product behind the release. */
function isOf(recorded: string, asked: string): boolean {
  return recorded === asked || recorded.startsWith(`${asked}:`);
}

/** A modular rpm is fixed by its own module's errata only, and a plain one by plain errata. */
function isSameStream(pkg: Package, advisory: Advisory, entry: Match['entry']): boolean {
  if (pkg.type !== 'rpm') return true;
  const fixes = entry.ranges.flat().filter((event) => event.kind === 'fixed');
  if (fixes.length === 0) return true;
  const isModular = (version: string): boolean => /\.module[_+]/.test(version);
  if (fixes.some((event) => isModular(event.version)) !== isModular(pkg.version)) return false;
  const stream = /(?:^|[\s&])([\w-]+):([\w.-]+)\s/.exec(advisory.summary?.replace(/^\w+: /, '') ?? '');
  const own = /[?&]rpmmod=([^&#]+)/.exec(pkg.purl)?.[1];
  if (stream === null || own === undefined) return true;
  return decodeURIComponent(own).startsWith(`${stream[1]}:${stream[2]}`);
}

function bySourcePackage(matches: readonly Match[]): readonly (readonly Match[])[] {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const { pkg } = match;
    const unit = pkg.source ?? fixedUnit(pkg);
    const key = [pkg.type, unit.name, unit.version].join('\n');
    const group = groups.get(key) ?? [];
    group.push(match);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function byRuleAndSubject(a: Finding, b: Finding): number {
  const one = `${a.rule}\n${a.subject}`;
  const other = `${b.rule}\n${b.subject}`;
  return one < other ? -1 : one > other ? 1 : 0;
}
