// Reads an OCI layout: index.json, tags, blobs by digest.
import { readWhole } from '../http/chunks.ts';
import { digestAlgorithm, digestHex } from '../terms/digest.ts';
import { UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import type { ContentStore, Root } from './content-store.ts';
import type { Descriptor, WireDescriptor } from './descriptor.ts';
import { type IndexDocument, parseDocument } from './document.ts';
import type { LayoutFiles } from './layout-files.ts';
import { mediaTypes } from './media-types.ts';
import { documentCeiling } from './strict-json.ts';
import { digestOf, verified } from './verification.ts';

export const refName = 'org.opencontainers.image.ref.name';

export function blobPath(digest: Descriptor['digest']): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
}

function tooLong(what: string, place: string): ContentError {
  return new ContentError({
    code: 'ceiling',
    what,
    message: `the ${what} in ${place} has more than ${documentCeiling} bytes`,
  });
}

/** The layout's index.json; UserError when there is none. */
export async function readLayoutIndex(files: LayoutFiles): Promise<IndexDocument> {
  const file = await files.file('index.json');
  if (file === undefined) {
    const fix = 'Name the folder or archive that holds oci-layout, index.json and blobs.';
    throw new UserError('not-found', `${files.place} is no OCI layout: it has no index.json`, fix);
  }
  const bytes = await readWhole(file.read(), documentCeiling, () => tooLong('index', files.place));
  const document = parseDocument(bytes, digestOf(bytes), mediaTypes.ociIndex);
  if (document.kind === 'index') return document;
  throw new ContentError({
    code: 'media-type',
    what: 'index',
    message: `${files.place}: index.json is no index`,
  });
}

export function layoutStore(files: LayoutFiles): ContentStore {
  async function* blob(descriptor: Descriptor, what: string): AsyncGenerator<Uint8Array, void, undefined> {
    const { digest, size } = descriptor;
    const file = await files.file(blobPath(digest));
    if (file === undefined) {
      const message = `the ${what} ${digest} is missing in ${files.place}`;
      throw new ContentError({ code: 'truncated', what, digest, message });
    }
    if (file.size !== size) {
      const message = `the ${what} ${digest} has ${file.size} bytes, not ${size}`;
      throw new ContentError({ code: 'size-mismatch', what, digest, message });
    }
    yield* verified(file.read(), { what, digest, size });
  }
  return {
    blob,
    async document(descriptor) {
      if (descriptor.size > documentCeiling) throw tooLong('manifest', files.place);
      const bytes = await readWhole(blob(descriptor, 'manifest'), documentCeiling, () =>
        tooLong('manifest', files.place),
      );
      return parseDocument(bytes, descriptor.digest, descriptor.mediaType);
    },
  };
}

function tagsOf(index: IndexDocument): string[] {
  return index.manifests.flatMap((entry) => entry.annotations?.[refName] ?? []).sort();
}

function notThere(index: IndexDocument, place: string, tag: string | undefined): UserError {
  if (tag === undefined || index.manifests.length === 0) {
    return new UserError('not-found', `${place} holds no image`, 'Build or copy an image into it first.');
  }
  const tags = tagsOf(index);
  const there = tags.length === 0 ? 'It has no tags: leave the tag out.' : `It has ${tags.join(', ')}.`;
  return new UserError('not-found', `${place} has no image tagged ${JSON.stringify(tag)}`, there);
}

/** Signatures and attestations kept beside an image are not meant when no tag is named. */
function isImage(entry: WireDescriptor): boolean {
  return entry.artifactType === undefined;
}

/** The entry a tag (or nothing, when there is only one) leads to. A tag may also be a digest. */
export async function layoutRoot(files: LayoutFiles, tag: string | undefined): Promise<Root> {
  const index = await readLayoutIndex(files);
  const matches = (entry: WireDescriptor) =>
    entry.annotations?.[refName] === tag ||
    entry.digest === tag ||
    entry.annotations?.[refName]?.endsWith(`:${tag}`);
  const chosen = index.manifests.filter(tag === undefined ? isImage : matches);
  const [first] = chosen;
  if (first === undefined) throw notThere(index, files.place, tag);
  const same = chosen.every((entry) => entry.digest === first.digest);
  if (same) return { document: await layoutStore(files).document(first), descriptor: first };
  const platforms = chosen.every((entry) => entry.platform !== undefined);
  if (platforms || tag !== undefined) return { document: { ...index, manifests: chosen } };
  const fix = `Name one of its tags after a colon: ${tagsOf(index).join(', ') || 'none is tagged; use a digest'}.`;
  throw new UserError('reference', `${files.place} holds ${chosen.length} images`, fix);
}
