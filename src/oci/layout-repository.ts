// An OCI layout on disk as something to read from and write to.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../terms/digest.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import { blobOf, type ContentRepository } from './content-repository.ts';
import type { Descriptor, WireDescriptor } from './descriptor.ts';
import { type Document, parseDocument } from './document.ts';
import { folderFiles } from './layout-files.ts';
import { blobPath, layoutRoot, layoutStore, readLayoutIndex, refName } from './layout-store.ts';
import {
  createLayout,
  removeLayoutBlob,
  updateLayoutIndex,
  withEntry,
  writeLayoutBlob,
} from './layout-writer.ts';
import { documentKind } from './media-types.ts';
import { referrerEntry, selectReferrers } from './referrer-entry.ts';
import { digestOf } from './verification.ts';

async function everyDocument(folder: string): Promise<Document[]> {
  const files = folderFiles(folder);
  const store = layoutStore(files);
  const index = await readLayoutIndex(files);
  const found = new Map<Digest, Document>();
  async function visit(entries: readonly WireDescriptor[], depth: number): Promise<void> {
    for (const entry of entries) {
      if (found.has(entry.digest) || documentKind(entry.mediaType) === undefined || depth > 4) continue;
      const document = await store.document(entry);
      found.set(entry.digest, document);
      if (document.kind === 'index') await visit(document.manifests, depth + 1);
    }
  }
  await visit(index.manifests, 0);
  return [...found.values()];
}

/** The layout in a folder; made when `create` is set and there is none. Writers must not run side by side. */
export async function openLayout(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<ContentRepository> {
  if (options.create === true) await createLayout(folder);
  const files = folderFiles(folder);
  const store = layoutStore(files);
  await readLayoutIndex(files);

  async function fetch(name: string): Promise<Document> {
    return (await layoutRoot(files, name)).document;
  }
  async function referrers(subject: Digest, artifactType?: string): Promise<readonly WireDescriptor[]> {
    const documents = await everyDocument(folder);
    const entries = documents.filter((document) => document.subject?.digest === subject).map(referrerEntry);
    return selectReferrers(entries, artifactType);
  }
  return {
    ...store,
    name: folder,
    fetch,
    async find(name) {
      try {
        const { mediaType, digest, bytes } = await fetch(name);
        return { mediaType, digest, size: bytes.length };
      } catch (error) {
        if (error instanceof UserError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async tags() {
      const index = await readLayoutIndex(files);
      return [...new Set(index.manifests.flatMap((entry) => entry.annotations?.[refName] ?? []))].sort();
    },
    async hasBlob(digest) {
      return access(join(folder, blobPath(digest))).then(
        () => true,
        () => false,
      );
    },
    putBlob: (content) => writeLayoutBlob(folder, content),
    async putDocument(bytes, mediaType, tag): Promise<Descriptor> {
      const digest = digestOf(bytes);
      const document = parseDocument(bytes, digest, mediaType);
      const descriptor = { mediaType, digest, size: bytes.length };
      await writeLayoutBlob(folder, blobOf(bytes, digest));
      const { artifactType } = document;
      await updateLayoutIndex(folder, (entries) =>
        withEntry(entries, { ...descriptor, ...(artifactType !== undefined && { artifactType }) }, tag),
      );
      await store.document(descriptor);
      return descriptor;
    },
    async deleteDocument(digest) {
      await updateLayoutIndex(folder, (entries) => entries.filter((entry) => entry.digest !== digest));
      await removeLayoutBlob(folder, digest);
    },
    referrers,
    async noteReferrers(subject, noted) {
      // A layout finds them by their subject; what is missing was not written.
      const there = await referrers(subject);
      const lost = noted.find(({ digest }) => !there.some((entry) => entry.digest === digest));
      if (lost === undefined) return;
      const message = `the referrer ${lost.digest} is no longer in ${folder}: another run wrote there at the same time`;
      throw new OutsideError(
        'conflict',
        message,
        'Let one run at a time write into a layout, and run again.',
        {
          retryable: true,
        },
      );
    },
  };
}
