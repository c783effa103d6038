// Which operating-system package owns a language package's manifest.
import type { ImageView } from '../image/view.ts';
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

function findOwners(
  view: ImageView,
  owners: readonly FoundPackage[],
  manifests: Map<string, FoundPackage | undefined>,
  baseNames: ReadonlySet<string>,
): void {
  const folders = new Map<string, string | undefined>();
  for (const owner of owners) {
    for (const file of owner.files ?? []) {
      const name = baseName(file);
      if (!baseNames.has(name)) continue;
      const folder = file.slice(0, Math.max(0, file.length - name.length - 1));
      if (!folders.has(folder)) folders.set(folder, folder === '' ? '' : view.resolve(folder));
      const real = folders.get(folder);
      if (real === undefined) continue;
      const path = real === '' ? name : `${real}/${name}`;
      const target = manifests.has(path) ? path : view.resolve(path);
      if (target !== undefined && manifests.has(target) && manifests.get(target) === undefined) {
        manifests.set(target, owner);
      }
    }
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
