// What a package was delivered in, and what of that must be updated or built anew to replace it.
import { calledPackage, type Remedy, updateOf } from '../../gate/remedy.ts';
import type { FindHolders } from '../../inspection/lock-files/npm-holders.ts';
import type { Finding, VulnerabilityDetails } from '../../terms/finding.ts';
import type { Package } from '../../terms/package.ts';

export interface Surroundings {
  /** Of the image, by the file in which they were found. */
  readonly byPath: ReadonlyMap<string, readonly Package[]>;
  /** All findings of the image by each of their ids. */
  readonly byId: ReadonlyMap<string, readonly Finding[]>;
  readonly holders: FindHolders;
}

/** Several must all be updated; empty: the package stands alone. */
export function outerRemedies(one: Package, finding: Finding, surroundings: Surroundings): readonly Remedy[] {
  const { type, path } = one;
  if (type === 'golang') return [upgrade(`/${path}`, `Build /${path} anew with`)];
  if (type === 'maven') return inJar(one, finding, surroundings);
  if (type === 'npm') return inNodeModules(one, finding, surroundings);
  const [, vendor] = type === 'pypi' ? (/([^/]+)\/_vendor\/[^/]+\/[^/]+$/.exec(path) ?? []) : [];
  if (vendor === undefined) return [];
  const owner = vendor === 'pkg_resources' ? 'setuptools' : vendor;
  return [
    upgrade(`${owner} of /${path.slice(0, path.indexOf('/_vendor/'))}`, `Update ${owner} so that it brings`),
  ];
}

function upgrade(what: string, words: string): Remedy {
  return { kind: 'upgrade', id: `upgrade ${what}`, words };
}

/** Where advisories name the outer package in a fixed version too, that is the one to take. */
function inJar(one: Package, finding: Finding, { byPath, byId }: Surroundings): readonly Remedy[] {
  const { path, purl } = one;
  const file = path.slice(path.lastIndexOf('/') + 1);
  const beside = byPath.get(path) ?? [];
  const named = beside
    .filter(({ type, name }) => type === 'maven' && file.startsWith(artifactOf(name)))
    .sort((a, b) => artifactOf(b.name).length - artifactOf(a.name).length);
  const [outer] = named;
  if (beside.every((other) => other.purl === purl) || outer?.purl === purl) return [];
  if (outer === undefined) return [upgrade(`/${path}`, `Build /${path} anew with`)];
  const told = fixedWith(outer, finding, byId);
  if (told !== undefined) return [told];
  const words = `Take a newer ${outer.name.replace(':', '/')} than ${outer.version} for /${path}, or build that anew, so that it brings`;
  return [upgrade(`/${path}`, words)];
}

function artifactOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The update of an outer package that does away with the same vulnerability by its own advisory. */
function fixedWith(outer: Package, { details }: Finding, byId: Surroundings['byId']): Remedy | undefined {
  const ids = details.kind === 'vulnerability' ? details.ids : [];
  const own = ids
    .flatMap((id) => byId.get(id) ?? [])
    .find((other) => other.details.kind === 'vulnerability' && other.details.purls.includes(outer.purl));
  if (own === undefined || own.details.kind !== 'vulnerability') return undefined;
  const { installed, fixed }: VulnerabilityDetails = own.details;
  if (fixed === undefined) return undefined;
  return { ...updateOf(own), outer: { subject: own.subject, installed, needed: fixed } };
}

/** By the lock files where they tell, else by the folders: the outermost package of a nest. */
function inNodeModules(
  { path, name, purl, version }: Package,
  finding: Finding,
  { holders, byPath, byId }: Surroundings,
): readonly Remedy[] {
  const { details } = finding;
  const needed = details.kind === 'vulnerability' ? details.fixed : undefined;
  const held = needed === undefined ? undefined : holders(path, version, needed);
  if (held !== undefined) {
    return held.map((one) => {
      const why = one.bundles ? 'which bundles it' : 'which asks for an older one';
      const words = `Update ${one.name} ${one.version}, ${why}, so that it brings`;
      return upgrade(`${one.name}@${one.version} of a lock file`, words);
    });
  }
  const outer = /^(.*?\bnode_modules)\/((?:@[^/]+\/)?[^/]+)\/.*\bnode_modules\//.exec(path);
  const [, folder, owner] = outer ?? [];
  // pnpm's store lies flat: a package in it belongs to no other.
  if (owner === undefined || owner.startsWith('.') || calledPackage(purl).name === owner || name === owner)
    return [];
  const [found] = byPath.get(`${folder}/${owner}/package.json`) ?? [];
  const told = found === undefined ? undefined : fixedWith(found, finding, byId);
  if (told !== undefined) return [told];
  return [upgrade(`/${folder}/${owner}`, `Update ${owner} so that it brings`)];
}
