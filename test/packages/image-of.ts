// Small images for tests of package formats: layers of files, put together as a scan does.
import { analyzeLayer } from '../../src/image/analyze-layer.ts';
import { squash } from '../../src/image/squash.ts';
import type { ImageView } from '../../src/image/view.ts';
import type { FoundPackage, PackageFormat } from '../../src/packages/format.ts';
import { type Inventory, inventoryAnalyzers, takeInventory } from '../../src/packages/inventory.ts';
import { inPieces, type TarItem, writeTar } from '../image/tar-writer.ts';

/** Path → body; `->` before a path makes a symlink, null a whiteout. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

export async function imageOf(
  formats: readonly PackageFormat[],
  ...layers: readonly Files[]
): Promise<ImageView> {
  const analyzers = inventoryAnalyzers(formats);
  const records = layers.map((files) =>
    analyzeLayer(inPieces(writeTar(Object.entries(files).map(toItem))), { mediaType: '', analyzers }),
  );
  return squash(await Promise.all(records));
}

export async function inventoryOf(
  formats: readonly PackageFormat[],
  ...layers: readonly Files[]
): Promise<Inventory> {
  return takeInventory(await imageOf(formats, ...layers), formats);
}

/** What a table of a test compares: the codes and the words of refusals, one a line. */
export function refusalLines({ refusals }: Inventory): string[] {
  return refusals.map(({ code, message }) => `${code}: ${message}`);
}

export function packageNamed(inventory: Inventory, name: string): FoundPackage {
  const found = inventory.packages.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no package ${name} in ${inventory.packages.map((p) => p.name)}`);
  return found;
}

function toItem([path, body]: readonly [string, string | Buffer | null]): TarItem {
  if (body === null) {
    const slash = path.lastIndexOf('/') + 1;
    return { path: `${path.slice(0, slash)}.wh.${path.slice(slash)}` };
  }
  if (typeof body === 'string' && body.startsWith('->')) return { path, type: '2', link: body.slice(2) };
  return { path, body };
}
