// Libraries with a name and a version of which nobody says who published them: no advisory can be held against one.
import type { Package } from '../terms/package.ts';

/** Its type in package URLs: no ecosystem's (purl-spec, `generic`). */
export const unnamedType = 'generic';

export function isUnnamed({ type }: Pick<Package, 'type'>): boolean {
  return type === unnamedType;
}
