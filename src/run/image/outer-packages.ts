// What a package was delivered in, and what of that must be updated or built anew to replace it.
import type { Remedy } from '../../gate/remedy.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Package } from '../../terms/package.ts';
import { inJar } from './outer-jar.ts';
import { inNodeModules } from './outer-node-package.ts';
import { type Surroundings, upgrade } from './outer-package.ts';

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
