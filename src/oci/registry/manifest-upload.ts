// Writes, finds and deletes manifests in a registry (OCI distribution §Pushing manifests, §Deleting manifests).
import { statusError } from '../../http/failures.ts';
import { type Digest, isDigest, shortDigest } from '../../terms/digest.ts';
import { OutsideError } from '../../terms/errors.ts';
import type { Descriptor } from '../descriptor.ts';
import { parseDocument } from '../document.ts';
import { documentKind, manifestAccept } from '../media-types.ts';
import { digestOf } from '../verification.ts';
import { contentType, fetchDocument, type RepositoryLine } from './repository.ts';

/** Writes a manifest under a tag, or under its digest, and reads it back; OutsideError when it comes back another. */
export async function putManifest(
  line: RepositoryLine,
  bytes: Uint8Array,
  mediaType: string,
  tag?: string,
): Promise<Descriptor> {
  const digest = digestOf(bytes);
  parseDocument(bytes, digest, mediaType);
  const name = tag ?? digest;
  const response = await line.session.send(
    {
      method: 'PUT',
      url: line.url(`manifests/${name}`),
      headers: { 'content-type': mediaType },
      body: bytes,
    },
    { actions: 'pull,push' },
  );
  response.discard();
  if (response.status !== 201 && response.status !== 200 && response.status !== 202) {
    throw statusError(response.url, response.status, `cannot write ${line.name}:${name}`);
  }
  const stated = response.header('docker-content-digest');
  const back = await fetchDocument(line, name, { mediaType });
  if (back.digest !== digest || (stated !== undefined && stated !== digest)) {
    throw new OutsideError(
      'conflict',
      `${line.name}:${name} was written as ${shortDigest(digest)} and came back as ${shortDigest(back.digest)}`,
      'Somebody else writes this tag, or the registry changes manifests; look at it before you run again.',
    );
  }
  return { mediaType, digest, size: bytes.length };
}

/** What a tag or digest leads to, by HEAD; by GET where HEAD does not tell. */
export async function findManifest(line: RepositoryLine, name: string): Promise<Descriptor | undefined> {
  const response = await line.session.send(
    { method: 'HEAD', url: line.url(`manifests/${name}`), headers: { accept: manifestAccept } },
    { actions: 'pull' },
  );
  response.discard();
  if (response.status === 404) return undefined;
  if (response.status !== 200) {
    throw statusError(response.url, response.status, `cannot look for ${line.name}:${name}`);
  }
  const digest = isDigest(name) ? name : response.header('docker-content-digest');
  const size = Number(response.header('content-length') ?? Number.NaN);
  const mediaType = contentType(response);
  const told = digest !== undefined && isDigest(digest) && Number.isSafeInteger(size) && size > 0;
  if (told && mediaType !== undefined && documentKind(mediaType) !== undefined)
    return { mediaType, digest, size };
  const document = await fetchDocument(line, name);
  return { mediaType: document.mediaType, digest: document.digest, size: document.bytes.length };
}

export async function deleteManifest(line: RepositoryLine, digest: Digest): Promise<void> {
  const response = await line.session.send(
    { method: 'DELETE', url: line.url(`manifests/${digest}`) },
    { actions: 'delete' },
  );
  response.discard();
  if (response.status === 202 || response.status === 200 || response.status === 404) return;
  if (response.status === 405) {
    const fix = 'Allow deletion in the registry, or remove the manifest there.';
    throw new OutsideError('forbidden', `${line.name} does not allow manifests to be deleted`, fix, {
      status: 405,
    });
  }
  throw statusError(response.url, response.status, `cannot delete ${shortDigest(digest)} from ${line.name}`);
}
