// Copies an image with everything that is attached to it: same bytes, same digests.
import { blobOf, type ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import type { Document } from '../../oci/document.ts';
import { documentKind } from '../../oci/media-types.ts';
import { referrerEntry } from '../../oci/referrer-entry.ts';
import { digestOf } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { attestationTag, isOwnTag, signatureTag } from '../publish/tags.ts';

/** Index, platforms, layers, then evidence. Interrupted and run again it goes on. Errors: those of both repositories. */
export async function copyImage(
  from: ContentRepository,
  to: ContentRepository,
  digest: Digest,
  mount?: string,
): Promise<void> {
  const documents = await tree(from, digest);
  // Children first: a registry refuses an index whose manifests it does not have.
  for (const document of documents.toReversed()) await copyDocument(from, to, document, undefined, mount);
  for (const document of documents) await copyEvidence(from, to, document.digest, mount);
}

async function tree(from: ContentRepository, digest: Digest): Promise<readonly Document[]> {
  const root = await from.fetch(digest);
  if (root.kind === 'manifest') return [root];
  const children = root.manifests.filter(({ mediaType }) => documentKind(mediaType) !== undefined);
  const found = new Map<Digest, Document>([[digest, root]]);
  for (const child of children) found.set(child.digest, await from.document(child));
  return [...found.values()];
}

async function copyDocument(
  from: ContentRepository,
  to: ContentRepository,
  document: Document,
  tag: string | undefined,
  mount: string | undefined,
): Promise<void> {
  if (document.kind === 'manifest') {
    for (const blob of [document.config, ...document.layers]) await copyBlob(from, to, blob, mount);
  }
  await to.putDocument(document.bytes, document.mediaType, tag);
}

async function copyBlob(
  from: ContentRepository,
  to: ContentRepository,
  descriptor: WireDescriptor,
  mount: string | undefined,
): Promise<void> {
  const { digest, size, data } = descriptor;
  if (await to.hasBlob(digest)) return;
  const inline = data === undefined ? undefined : Buffer.from(data, 'base64');
  if (inline !== undefined && digestOf(inline) === digest) {
    await to.putBlob(blobOf(inline, digest));
    return;
  }
  await to.putBlob({ digest, size, open: () => from.blob(descriptor, 'blob') }, mount);
}

async function copyEvidence(
  from: ContentRepository,
  to: ContentRepository,
  subject: Digest,
  mount: string | undefined,
): Promise<void> {
  for (const tag of [signatureTag(subject), attestationTag(subject)]) {
    if ((await from.find(tag)) !== undefined) await copyDocument(from, to, await from.fetch(tag), tag, mount);
  }
  const referrers = await from.referrers(subject);
  if (referrers.length === 0) return;
  const own = await ownTags(from, subject);
  const entries: WireDescriptor[] = [];
  for (const entry of referrers) {
    const document = await from.document(entry);
    // What only a listing claims to be attached is not carried on.
    if (document.subject?.digest !== subject) continue;
    await copyDocument(from, to, document, own.get(document.digest), mount);
    entries.push(referrerEntry(document));
  }
  await to.noteReferrers(subject, entries);
}

async function ownTags(from: ContentRepository, subject: Digest): Promise<ReadonlyMap<Digest, string>> {
  const found = new Map<Digest, string>();
  for (const tag of await from.tags()) {
    if (!isOwnTag(tag, subject)) continue;
    const descriptor = await from.find(tag);
    if (descriptor !== undefined) found.set(descriptor.digest, tag);
  }
  return found;
}
