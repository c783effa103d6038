// The jar around a library: the artifact that it is called after, or whoever builds it.
import type { Remedy } from '../../gate/remedy.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Package } from '../../terms/package.ts';
import { fixedWith, type Surroundings, upgrade } from './outer-package.ts';

/** Where advisories name the outer package in a fixed version too, that is the one to take. */
export function inJar(one: Package, finding: Finding, { byPath, byId }: Surroundings): readonly Remedy[] {
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
