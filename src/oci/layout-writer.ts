// Writes OCI layouts: blobs and index.json appear whole or not at all.
import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, errorMessage } from '../http/failures.ts';
import type { Digest } from '../terms/digest.ts';
import { OutsideError } from '../terms/errors.ts';
import { makeFolder } from '../terms/folder.ts';
import type { BlobContent } from './content-repository.ts';
import type { Descriptor, WireDescriptor } from './descriptor.ts';
import { folderFiles } from './layout-files.ts';
import { blobPath, readLayoutIndex, refName } from './layout-store.ts';
import { mediaTypes } from './media-types.ts';
import { verified } from './verification.ts';

async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  makeFolder(dirname(path));
  try {
    {
      await using file = await open(temporary, 'wx');
      for await (const chunk of content) await file.write(chunk);
      await file.sync();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if (!/^E[A-Z]+$/.test(errorCode(error))) throw error;
    throw new OutsideError(
      'filesystem',
      `cannot write ${path}: ${errorMessage(error)}`,
      'Check space and permissions.',
      {
        cause: error,
      },
    );
  }
}

async function* once(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes a layout of a folder; one that is there stays as it is. */
export async function createLayout(folder: string): Promise<void> {
  makeFolder(join(folder, 'blobs', 'sha256'));
  if (!(await exists(join(folder, 'oci-layout')))) {
    await writeWhole(join(folder, 'oci-layout'), once('{"imageLayoutVersion":"1.0.0"}'));
  }
  if (!(await exists(join(folder, 'index.json')))) await writeIndex(folder, []);
}

/** Writes a blob under its digest; ContentError when the content is another. */
export async function writeLayoutBlob(folder: string, content: BlobContent): Promise<void> {
  const path = join(folder, blobPath(content.digest));
  if (await exists(path)) return;
  await writeWhole(
    path,
    verified(content.open(), { what: 'blob', digest: content.digest, size: content.size }),
  );
}

export async function removeLayoutBlob(folder: string, digest: Digest): Promise<void> {
  await rm(join(folder, blobPath(digest)), { force: true });
}

async function writeIndex(folder: string, manifests: readonly WireDescriptor[]): Promise<void> {
  const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  await writeWhole(join(folder, 'index.json'), once(JSON.stringify(index)));
}

/** Rewrites index.json by a function of its entries. */
export async function updateLayoutIndex(
  folder: string,
  change: (entries: readonly WireDescriptor[]) => readonly WireDescriptor[],
): Promise<void> {
  const index = await readLayoutIndex(folderFiles(folder));
  await writeIndex(folder, change(index.manifests));
}

/** The entries with `descriptor` under `tag`, which then names nothing else; without a tag: just listed. */
export function withEntry(
  entries: readonly WireDescriptor[],
  descriptor: Descriptor & Pick<WireDescriptor, 'platform' | 'artifactType'>,
  tag: string | undefined,
): readonly WireDescriptor[] {
  if (tag === undefined) {
    return entries.some(({ digest }) => digest === descriptor.digest) ? entries : [...entries, descriptor];
  }
  const others = entries.filter((entry) => {
    const ref = entry.annotations?.[refName];
    return ref !== tag && !(ref === undefined && entry.digest === descriptor.digest);
  });
  return [...others, { ...descriptor, annotations: { [refName]: tag } }];
}
