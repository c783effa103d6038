// The inventory of an image: every format's packages, who owns which, and what could not be seen.
import type { Analyzer } from '../image/analyzer.ts';
import type { ImageView } from '../image/view.ts';
import type { OperatingSystem } from '../terms/package.ts';
import type { Refusal } from '../terms/refusal.ts';
import { systemPackageType } from './distributions.ts';
import type { FoundPackage, PackageFormat } from './format.ts';
import { osReleaseAnalyzer, readOperatingSystem } from './os-release.ts';
import { attributeOwners, isSystemPackage, withoutOwned } from './ownership.ts';
import { isUnnamed } from './unnamed.ts';

export interface Inventory {
  readonly os?: OperatingSystem;
  /** Sorted by purl, then path. */
  readonly packages: readonly FoundPackage[];
  /** What could not be read, or contradicts itself: each makes a verdict incomplete. */
  readonly refusals: readonly Refusal[];
}

/** The analyzers that must have seen the layers before `takeInventory`. */
export function inventoryAnalyzers(formats: readonly PackageFormat[]): readonly Analyzer[] {
  return [osReleaseAnalyzer, ...formats.map(({ analyzer }) => analyzer)];
}

/** Puts the packages of all formats together. Never throws for what an image holds. */
export function takeInventory(view: ImageView, formats: readonly PackageFormat[]): Inventory {
  const { os, refusals } = readOperatingSystem(view);
  const assembled = formats.map((format) => format.assemble(view, { os }));
  const all = assembled.flatMap(({ packages }) => packages);
  // What nobody can name in a file of a package of the distribution is judged as that package.
  const found = attributeOwners(view, all).filter((one) => !isUnnamed(one) || one.ownedBy === undefined);
  const unread = assembled.flatMap((format) => format.refusals);
  const refused = [...refusals, ...withoutOwned(view, found, unread)];
  return {
    ...(os === undefined ? {} : { os }),
    packages: found.sort((a, b) => compare(a.purl, b.purl) || compare(a.path, b.path)),
    refusals: [...refused, ...blindSpots(os, found, refused)],
  };
}

/** Says where an image that looks empty of packages only hides them. */
function blindSpots(
  os: OperatingSystem | undefined,
  packages: readonly FoundPackage[],
  refused: readonly Refusal[],
): Refusal[] {
  const types = new Set(packages.filter(isSystemPackage).map(({ type }) => type));
  const isRefused = refused.some(({ code }) => code === 'unreadable-database');
  if (os === undefined) {
    if (isRefused) return [];
    if (types.size > 0) {
      const message = `packages of type ${[...types].sort().join(', ')} are installed, but no os-release says which distribution they are of`;
      return [{ code: 'unreadable-database', what: 'os-release', message }];
    }
    if (!packages.every(isUnnamed)) return [];
    const message =
      'the image states no distribution and has no package that could be recognised: nothing can be said of it';
    return [{ code: 'unsupported', what: 'image', message }];
  }
  const expected = systemPackageType(os);
  if (types.size === 0 && !isRefused) {
    const message = `${os.path} says ${os.prettyName ?? os.id}, but the image has no readable or only an empty package database`;
    return [{ code: 'unreadable-database', what: 'package database', path: os.path, message }];
  }
  if (expected === undefined || types.size === 0 || types.has(expected)) return [];
  const message = `${os.path} says ${os.id}, whose packages are ${expected}, but those installed are ${[...types].sort().join(', ')}`;
  return [{ code: 'ambiguous', what: 'os-release', path: os.path, message }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
