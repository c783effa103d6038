// What to ask of advisory data for an installed package: ecosystem, name and version as its records write them.
import { osvEcosystems } from '../packages/distributions.ts';
import { parsePurl } from '../packages/purl.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import { comparableName, ecosystemFamily } from './record.ts';
import type { PackageQuery } from './source.ts';

/** Ecosystems of packages that no distribution maintains, by purl type. */
const languages: ReadonlyMap<string, string> = new Map([
  ['bitnami', 'Bitnami'],
  ['cargo', 'crates.io'],
  ['composer', 'Packagist'],
  ['conan', 'ConanCenter'],
  ['cran', 'CRAN'],
  ['gem', 'RubyGems'],
  ['golang', 'Go'],
  ['hackage', 'Hackage'],
  ['hex', 'Hex'],
  ['julia', 'Julia'],
  ['maven', 'Maven'],
  ['npm', 'npm'],
  ['nuget', 'NuGet'],
  ['pub', 'Pub'],
  ['pypi', 'PyPI'],
  ['swift', 'SwiftURL'],
]);

export const systemTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/** Empty: no ecosystem speaks of the package. Several where the distribution's data stand under several names. */
export function queriesOf(pkg: Package, os: OperatingSystem | undefined): readonly PackageQuery[] {
  if (systemTypes.has(pkg.type)) {
    if (os === undefined) return [];
    const unit = fixedUnit(pkg);
    return osvEcosystems(os).map((ecosystem) => ({ family: ecosystemFamily(ecosystem), ecosystem, ...unit }));
  }
  const family = languages.get(pkg.type);
  if (family === undefined) return [];
  const name = comparableName(family, languageName(pkg));
  return [{ family, ecosystem: family, name, version: languageVersion(family, pkg.version) }];
}

/** What the vendor's records name: binary packages of rpm, source packages of dpkg and apk. */
export function fixedUnit(pkg: Package): { readonly name: string; readonly version: string } {
  if (pkg.type === 'rpm' || pkg.source === undefined) return { name: pkg.name, version: pkg.version };
  return pkg.source;
}

function languageName(pkg: Package): string {
  if (pkg.type !== 'maven') return pkg.name;
  const parsed = parsePurl(pkg.purl);
  if (parsed.kind === 'invalid') return pkg.name;
  return `${parsed.purl.namespace ?? ''}:${parsed.purl.name}`;
}

/** Go's records write `1.21.0-rc.2` for `go1.21rc2`, and modules without their `v`. */
function languageVersion(family: string, version: string): string {
  if (family !== 'Go') return version;
  const release = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?(?:[-+ ].*)?$/.exec(version);
  if (release === null || version.startsWith('v')) return version.replace(/^v/, '');
  const [, major, minor, patch = '0', stage, count] = release;
  if (/^\d+\.\d+\.\d+-/.test(version)) return version;
  return `${major}.${minor}.${patch}${stage === undefined ? '' : `-${stage}.${count}`}`;
}
