// A registry's repository as something to read from and write to.
import type { ContentRepository } from '../content-repository.ts';
import type { RegistryReference } from '../reference.ts';
import { deleteManifest, findManifest, putManifest } from './manifest-upload.ts';
import { listReferrers, noteReferrers } from './referrers.ts';
import { fetchDocument, openRepository, type RegistryOptions, repositoryStore } from './repository.ts';
import { listTags } from './tag-list.ts';
import { hasBlob, uploadBlob } from './upload.ts';

/** Above this a blob is uploaded in chunks, so that a broken connection does not cost everything. */
const chunkedFrom = 64 * 1024 * 1024;
const chunk = 16 * 1024 * 1024;

/** The repository that a reference names; its tag and digest play no part. */
export function registryRepository(
  reference: RegistryReference,
  options: RegistryOptions,
): ContentRepository {
  const line = openRepository(reference, options);
  return {
    ...repositoryStore(line),
    name: line.name,
    find: (name) => findManifest(line, name),
    fetch: (name) => fetchDocument(line, name),
    tags: () => listTags(line),
    hasBlob: (digest) => hasBlob(line, digest),
    putBlob: (content, from) =>
      uploadBlob(line, content, {
        ...(from !== undefined && { from }),
        ...(content.size > chunkedFrom && { chunk }),
      }),
    putDocument: (bytes, mediaType, tag) => putManifest(line, bytes, mediaType, tag),
    deleteDocument: (digest) => deleteManifest(line, digest),
    referrers: (subject, artifactType) => listReferrers(line, subject, artifactType),
    noteReferrers: (subject, referrers, dropped) => noteReferrers(line, subject, referrers, dropped),
  };
}
