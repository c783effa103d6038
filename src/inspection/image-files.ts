// Paths of an image as databases write them, found where they are: directories in them may be links.
import type { ImageView } from '../image/view.ts';
import type { FoundPackage } from '../packages/format.ts';

export type Locate = (path: string) => string;

/** The path with the links of its directory followed (`lib/a` → `usr/lib/a`); directories are asked for once. */
export function locator(view: ImageView): Locate {
  const folders = new Map<string, string | undefined>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return path;
    const folder = path.slice(0, slash);
    if (!folders.has(folder)) folders.set(folder, view.resolve(folder));
    const real = folders.get(folder);
    // A directory that no layer has an entry for is only found through what is in it.
    if (real === undefined) return view.resolve(path) ?? path;
    return real === '' ? path.slice(slash + 1) : `${real}${path.slice(slash)}`;
  };
}

/** Of the wanted paths those that an operating-system package owns, with the package. */
export function ownersOf(
  locate: Locate,
  packages: readonly FoundPackage[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, FoundPackage> {
  const owners = new Map<string, FoundPackage>();
  const names = new Set([...wanted].map(baseName));
  if (names.size === 0) return owners;
  for (const one of packages) {
    if (one.type !== 'deb' && one.type !== 'rpm' && one.type !== 'apk') continue;
    for (const file of one.files ?? []) {
      if (!names.has(baseName(file))) continue;
      const path = wanted.has(file) ? file : locate(file);
      if (wanted.has(path)) owners.set(path, one);
    }
  }
  return owners;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
