// The npm package that holds another one back.
import { calledPackage, type Remedy } from '../../gate/remedy.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Package } from '../../terms/package.ts';
import { fixedWith, type Surroundings, upgrade } from './outer-package.ts';

/** By the lock files where they tell, else by the folders: the outermost package of a nest. */
export function inNodeModules(
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
