// The indexes of a repository that list an image: those under its tags, and those that evidence of ours or cosign's speaks of.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { documentKind } from '../../oci/media-types.ts';
import { type Digest, isDigest } from '../../terms/digest.ts';

/** `sha256-HEX`, alone or with an ending: evidence of that digest, which names an image that may have no tag of its own. */
const evidenceTag = /^(sha256|sha512)-([0-9a-f]{64,128})(?:\.|$)/;

export interface ListingIndex {
  readonly index: Descriptor;
  /** Those of the images that it lists. */
  readonly lists: readonly Digest[];
}

/** A request for each tag, and one more for each index: for what happens rarely. Errors: those of the repository. */
export async function indexesOf(
  repository: ContentRepository,
  images: readonly Digest[],
): Promise<readonly ListingIndex[]> {
  const names = new Set((await repository.tags()).map((tag) => subjectOf(tag) ?? tag));
  const seen = new Set<Digest>();
  const found: ListingIndex[] = [];
  for (const name of names) {
    const descriptor = await repository.find(name);
    if (descriptor === undefined || documentKind(descriptor.mediaType) !== 'index') continue;
    if (seen.has(descriptor.digest)) continue;
    seen.add(descriptor.digest);
    const document = await repository.fetch(descriptor.digest);
    if (document.kind !== 'index') continue;
    const listed = new Set(document.manifests.map(({ digest }) => digest));
    const lists = images.filter((image) => listed.has(image));
    const { mediaType, digest, bytes } = document;
    if (lists.length > 0) found.push({ index: { mediaType, digest, size: bytes.length }, lists });
  }
  return found;
}

function subjectOf(tag: string): Digest | undefined {
  const [, algorithm, hex] = evidenceTag.exec(tag) ?? [];
  const digest = `${algorithm}:${hex}`;
  return isDigest(digest) ? digest : undefined;
}
