// What a grade has to know of an image besides its findings: its distribution, what was not read, what nobody advises on.
import type { ImageConditions } from '../../gate/obstacles.ts';
import { isSystemPackage } from '../../packages/ownership.ts';
import { isUnnamed } from '../../packages/unnamed.ts';
import type { Package } from '../../terms/package.ts';
import type { Knowledge } from '../advisories/knowledge.ts';
import type { ImageOutcome } from './outcome.ts';

export type Known = Awaited<ReturnType<Knowledge['match']>>;
type Inventory = Pick<ImageOutcome, 'os' | 'packages'>;

export function conditionsOf(
  inventory: Inventory,
  known: Known,
  refusals: ImageConditions['refusals'],
): ImageConditions {
  return { system: systemOf(inventory, known), refusals, uncovered: uncoveredTypes(known) };
}

function systemOf({ os, packages }: Inventory, { support }: Known): ImageConditions['system'] {
  if (os === undefined) return { kind: packages.every(isUnnamed) ? 'unknown' : 'none' };
  const name = os.prettyName ?? [os.id, os.versionId].filter((part) => part !== undefined).join(' ');
  if (support?.until === undefined) return { kind: 'known', name };
  return { kind: 'known', name, support: { until: support.until } };
}

/**
 * What has no advisories, as people call it: the purl type, with the distribution where it has one. A library that
 * nobody can name is a finding, which the policy judges, and nothing that `db update` could bring.
 */
function uncoveredTypes({ uncovered }: Known): readonly string[] {
  return [...new Set(uncovered.filter((pkg) => !isUnnamed(pkg)).map(typeAsCalled))].sort();
}

/** A group of Maven or a host of Go is no distribution: thousands of them have the same advisories, or none. */
function typeAsCalled(pkg: Package): string {
  const ofDistribution = isSystemPackage(pkg) ? /^pkg:([^@?]+)\//.exec(pkg.purl)?.[1] : undefined;
  return ofDistribution ?? pkg.type;
}
