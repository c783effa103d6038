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
  for (const owner of owners) {
    for (const file of owner.files ?? []) {
      if (!baseNames.has(baseName(file))) continue;
      const path = manifests.has(file) ? file : view.resolve(file);
      if (path !== undefined && manifests.has(path) && manifests.get(path) === undefined) {
        manifests.set(path, owner);
      }
    }
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
