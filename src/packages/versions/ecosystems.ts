// Which version order an OSV ecosystem has (ossf.github.io/osv-schema, «Defined ecosystems»).
import { alpine } from './alpine.ts';
import { debian } from './debian.ts';
import { dotted } from './dotted.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import type { VersionOrder } from './order.ts';
import { packagist } from './packagist.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { rubygems } from './rubygems.ts';
import { semver } from './semver.ts';

const orders: ReadonlyMap<string, VersionOrder> = new Map([
  ['AlmaLinux', rpm],
  ['Alpaquita', alpine],
  ['Alpine', alpine],
  ['Azure Linux', rpm],
  ['BellSoft Hardened Containers', alpine],
  ['Bioconductor', dotted],
  ['Bitnami', semver],
  ['Chainguard', alpine],
  ['CleanStart', alpine],
  ['ConanCenter', semver],
  ['CRAN', dotted],
  ['crates.io', semver],
  ['Debian', debian],
  ['Echo', debian],
  ['GHC', dotted],
  ['GitHub Actions', semver],
  ['Go', semver],
  ['Hackage', dotted],
  ['Hex', semver],
  ['Julia', semver],
  ['Kubernetes', semver],
  ['Mageia', rpm],
  ['Maven', maven],
  ['MinimOS', alpine],
  ['npm', semver],
  ['NuGet', nuget],
  ['opam', debian],
  ['openEuler', rpm],
  ['openSUSE', rpm],
  ['Packagist', packagist],
  ['Photon OS', rpm],
  ['Pub', semver],
  ['PyPI', pypi],
  ['Red Hat', rpm],
  ['Rocky Linux', rpm],
  ['RubyGems', rubygems],
  ['SUSE', rpm],
  ['SwiftURL', semver],
  ['Ubuntu', debian],
  ['VSCode', semver],
  ['Wolfi', alpine],
]);

/** Vendors that rebuild packages of other ecosystems and name those after the colon: `Echo:npm`. */
const rebuilders: ReadonlySet<string> = new Set(['Docker Hardened Images', 'Echo', 'Root', 'TuxCare']);

/**
 * The order of an ecosystem as OSV names it, suffix allowed (`Debian:12`, `Ubuntu:22.04:LTS`, `Alpine:v3.20`).
 * Undefined where it has none (`GIT`, `Linux`, `Android`) or is not known: such ranges cannot be judged.
 */
export function versionOrderOf(ecosystem: string): VersionOrder | undefined {
  const colon = ecosystem.indexOf(':');
  const base = colon < 0 ? ecosystem : ecosystem.slice(0, colon);
  if (colon >= 0 && rebuilders.has(base)) {
    const rebuilt = ecosystem.slice(colon + 1).split(':', 1)[0] ?? '';
    const order = orders.get(rebuilt);
    if (order !== undefined) return order;
  }
  return orders.get(base);
}

/** Every ecosystem whose versions can be put in order, sorted. */
export const orderedEcosystems: readonly string[] = [...orders.keys()].sort();
