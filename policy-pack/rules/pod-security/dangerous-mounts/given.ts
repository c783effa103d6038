// What a path of a host gives away.
import { dangerousPaths, linkedPaths } from '../../../data/dangerous-paths.ts';

/** `/var//run/../run/docker.sock` is what it leads to. */
function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const plain = `/${parts.join('/')}`;
  const link = linkedPaths.find((one) => isWithin(plain, one.path));
  return link === undefined ? plain : `${link.to}${plain.slice(link.path.length)}`;
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** What a path gives away: by an entry of its own, or by one further down, which whoever holds `/var` reaches as well. */
export function givenBy(path: string): string | undefined {
  const plain = plainPath(path);
  const own = dangerousPaths.find((one) => plain === one.path || (one.below && isWithin(plain, one.path)));
  if (own !== undefined) return own.gives;
  const inside = dangerousPaths.find((one) => isWithin(one.path, plain));
  return inside === undefined ? undefined : `${inside.gives}, in ${inside.path}`;
}
