// Holds an inventory against advisories: one finding per alias set and source package.
import type { Finding } from '../terms/finding.ts';
import type { Layer } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { Snapshot } from '../terms/verdict.ts';
import { aliasSets } from './alias-sets.ts';
import { describeSet } from './describe.ts';
import { isJudgeable, judgePackage, unjudgedWarnings } from './judge.ts';
import type { Match } from './matched.ts';
import { fixedUnit, queriesOf } from './queries.ts';
import { ecosystemFamily } from './record.ts';
import { type AdvisorySource, type Lookup, type PackageQuery, packageKey } from './source.ts';
import { vulnerabilitiesOf } from './vulnerabilities.ts';

export interface MatchOptions {
  /** The moment of judgement; records published later are hidden. */
  readonly asOf: Date;
  /** The image's layers, lowest first: they say where a package came from. */
  readonly layers: readonly Layer[];
}

export interface Matching {
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
  /**
   * Packages of which it cannot be said that all is known: the source has no advisories of their ecosystem and
   * release, no order judges their version, or a record about them could not be read or judged.
   */
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
  const judged = asked.map(({ pkg, queries: own }) => ({
    pkg,
    isCovered: isCovered(own, found),
    ...judgePackage(pkg, own, (query) => records.get(queryKey(query)) ?? [], options.asOf),
  }));
  const exploited = await source.knownExploited();
  const findings = bySourcePackage(judged.flatMap((one) => one.matches)).flatMap((group) => {
    const named = group.flatMap((match) =>
      vulnerabilitiesOf(match.advisory).map((one) => ({ ...match, ...one })),
    );
    return aliasSets(named).map((set) => describeSet(set, exploited, options.layers));
  });
  return {
    findings: findings.sort(byRuleAndSubject),
    snapshot: {
      ...(found.digest === undefined ? {} : { digest: found.digest }),
      asOf: options.asOf.toISOString(),
      ...(found.updated === undefined ? {} : { updated: found.updated }),
      source: source.kind,
      ecosystems: [...new Set([...found.covered].map(ecosystemFamily))].sort(),
    },
    uncovered: judged
      .filter((one) => !one.isCovered || one.unjudged.some(({ kind }) => kind === 'unreadable'))
      .map((one) => one.pkg),
    warnings: [...found.warnings, ...unjudgedWarnings(judged.flatMap((one) => one.unjudged))],
  };
}

function isCovered(queries: readonly PackageQuery[], found: Lookup): boolean {
  return (
    queries.some((query) => found.covered.has(query.ecosystem)) &&
    queries.every(isJudgeable) &&
    !queries.some(({ family, name }) => found.unreadable.has(packageKey(family, name)))
  );
}

function queryKey(query: PackageQuery): string {
  return [query.ecosystem, query.name, query.version].join('\n');
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
