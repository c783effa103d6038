// Which operating-system package owns a language package's manifest.
import type { ImageView } from '../image/view.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { FoundPackage } from './format.ts';

const systemTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

export function isSystemPackage({ type }: { readonly type: string }): boolean {
  return systemTypes.has(type);
}

/**
 * Sets `ownedBy` where the manifest is a file of an operating-system package, whatever links lead there
 * (`/lib` → `/usr/lib`). A manifest written by a layer above the owner's database was replaced behind the
 * package manager's back: it stays on its own.
 */
export function attributeOwners(view: ImageView, packages: readonly FoundPackage[]): FoundPackage[] {
  const manifests = new Map<string, FoundPackage | undefined>();
  const baseNames = new Set<string>();
  for (const { path } of packages.filter((found) => !isSystemPackage(found))) {
    manifests.set(path, undefined);
    baseNames.add(baseName(path));
  }
  if (manifests.size > 0) findOwners(view, packages.filter(isSystemPackage), manifests, baseNames);
  return packages.map((found) => {
    const owner = isSystemPackage(found) ? undefined : manifests.get(found.path);
    return owner === undefined || found.layer > owner.layer ? found : { ...found, ownedBy: owner.purl };
  });
}

/**
 * Without those refusals of kind `unsupported` that are about a file of an operating-system package: it is judged as
 * that package, so that not to know what is packed in it leaves nothing open.
 */
export function withoutOwned(
  view: ImageView,
  packages: readonly FoundPackage[],
  refusals: readonly Refusal[],
): readonly Refusal[] {
  const paths = refusals.flatMap(({ code, path }) =>
    code === 'unsupported' && path !== undefined ? [path] : [],
  );
  if (paths.length === 0) return refusals;
  const owners = new Map<string, FoundPackage | undefined>(paths.map((path) => [path, undefined]));
  findOwners(view, packages.filter(isSystemPackage), owners, new Set(paths.map(baseName)));
  return refusals.filter(({ code, path }) => {
    const owner = code === 'unsupported' && path !== undefined ? owners.get(path) : undefined;
    const layer = path === undefined ? undefined : view.entry(path)?.layer;
    return owner === undefined || layer === undefined || layer > owner.layer;
  });
}

function findOwners(
  view: ImageView,
  owners: readonly FoundPackage[],
  manifests: Map<string, FoundPackage | undefined>,
  baseNames: ReadonlySet<string>,
): void {
  const resolve = resolver(view);
  for (const owner of owners) {
    for (const file of owner.files ?? []) {
      if (!baseNames.has(baseName(file))) continue;
      const path = manifests.has(file) ? file : resolve(file);
      if (path !== undefined && manifests.has(path) && manifests.get(path) === undefined) {
        manifests.set(path, owner);
      }
    }
  }
}

/** As the view resolves, but each directory once: owned files come in runs of neighbours. */
function resolver(view: ImageView): (path: string) => string | undefined {
  const directories = new Map<string, string | undefined>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return view.resolve(path);
    const directory = path.slice(0, slash);
    if (!directories.has(directory)) directories.set(directory, view.resolve(directory));
    const resolved = directories.get(directory);
    // A directory that no layer has an entry for is none to the view, but its files are there.
    if (resolved === undefined) return view.resolve(path);
    const place = resolved === '' ? path.slice(slash + 1) : `${resolved}${path.slice(slash)}`;
    const type = view.entry(place)?.entry.type;
    return type === 'symlink' || type === 'hardlink' ? view.resolve(place) : place;
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
