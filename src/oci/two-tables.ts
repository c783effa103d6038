// A docker archive may hold manifest.json and an OCI index: engines load by either, so both must name the same images.
import type { Digest } from '../terms/digest.ts';
import type { Refusal } from '../terms/refusal.ts';
import type { WireDescriptor } from './descriptor.ts';
import type { LayoutFiles } from './layout-files.ts';
import { blobPath, layoutStore, readLayoutIndex } from './layout-store.ts';
import { documentKind, isImageConfig } from './media-types.ts';

const depthCeiling = 4;

/** Configurations of the images that the index names and the archive holds. */
async function indexedConfigs(files: LayoutFiles): Promise<ReadonlySet<Digest>> {
  const store = layoutStore(files);
  const configs = new Set<Digest>();
  async function visit(entries: readonly WireDescriptor[], depth: number): Promise<void> {
    for (const entry of entries) {
      if (documentKind(entry.mediaType) === undefined || depth > depthCeiling) continue;
      // An engine exports only the platforms that it has.
      if ((await files.file(blobPath(entry.digest))) === undefined) continue;
      const document = await store.document(entry);
      if (document.kind === 'index') await visit(document.manifests, depth + 1);
      else if (isImageConfig(document.config.mediaType) && entry.platform?.os !== 'unknown') {
        if ((await files.file(blobPath(document.config.digest))) !== undefined)
          configs.add(document.config.digest);
      }
    }
  }
  await visit((await readLayoutIndex(files)).manifests, 0);
  return configs;
}

/** A refusal for each image that only one of the two tables names; none where there is no index.json. */
export async function compareTables(
  files: LayoutFiles,
  named: readonly Digest[],
): Promise<readonly Refusal[]> {
  if ((await files.file('index.json')) === undefined) return [];
  const indexed = await indexedConfigs(files);
  const refusal = (digest: Digest, has: string, lacks: string): Refusal => ({
    code: 'ambiguous',
    what: 'archive',
    message: `${has} of ${files.place} names the image with configuration ${digest}, ${lacks} does not: engines load either`,
  });
  const lone = [...indexed].filter((digest) => !named.includes(digest)).sort();
  const unlisted = [...new Set(named)].filter((digest) => !indexed.has(digest)).sort();
  return [
    ...lone.map((digest) => refusal(digest, 'index.json', 'manifest.json')),
    ...unlisted.map((digest) => refusal(digest, 'manifest.json', 'index.json')),
  ];
}
