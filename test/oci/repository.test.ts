// What is written to a registry or a layout is there, whole, and found again: blobs, tags, referrers.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { blobOf, type ContentRepository } from '../../src/oci/content-repository.ts';
import { openLayout } from '../../src/oci/layout-repository.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parseReference, parseRegistryReference } from '../../src/oci/reference.ts';
import { noCredentials } from '../../src/oci/registry/credentials.ts';
import { registryRepository } from '../../src/oci/registry/registry-repository.ts';
import { openRepository } from '../../src/oci/registry/repository.ts';
import { uploadBlob } from '../../src/oci/registry/upload.ts';
import { startRegistry } from './loopback-registry.ts';
import { counting, jumpingPace } from './reading.ts';
import { descriptorOf, json, sampleImage, sha256 } from './sample-image.ts';

const image = sampleImage(['one', 'two']);
const now = () => 0;

async function write(repository: ContentRepository): Promise<void> {
  for (const [digest, bytes] of image.blobs) await repository.putBlob(blobOf(bytes, digest));
  await repository.putDocument(image.manifest, mediaTypes.ociManifest, 'v1');
}

function signature(text: string): Buffer {
  const empty = Buffer.from('{}');
  return json({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    artifactType: 'application/x-signature',
    config: descriptorOf(mediaTypes.ociEmpty, empty),
    layers: [],
    subject: image.descriptor,
    annotations: { text },
  });
}

async function attach(repository: ContentRepository, texts: readonly string[]) {
  await repository.putBlob(blobOf(Buffer.from('{}'), sha256(Buffer.from('{}'))));
  const written = [];
  for (const text of texts) {
    const descriptor = await repository.putDocument(signature(text), mediaTypes.ociManifest);
    written.push({ ...descriptor, artifactType: 'application/x-signature' });
  }
  await repository.noteReferrers(image.descriptor.digest, written);
  return written.map(({ digest }) => digest).sort();
}

async function inRegistry(
  work: (repository: ContentRepository, host: string) => Promise<void>,
  referrersApi = false,
) {
  const registry = await startRegistry({ referrersApi });
  const client = openHttpClient({ pace: jumpingPace() });
  const options = { client, credentials: noCredentials, now };
  try {
    await work(
      registryRepository(parseRegistryReference(`${registry.host}/team/app`), options),
      registry.host,
    );
  } finally {
    client.close();
    await registry.close();
  }
  return registry;
}

async function inFolder(work: (repository: ContentRepository, folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'layout-test-'));
  try {
    await work(await openLayout(folder, { create: true }), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const places = [
  [
    'a registry with the referrers API',
    (work: (one: ContentRepository) => Promise<void>) => inRegistry(work, true),
  ],
  ['a registry without it', (work: (one: ContentRepository) => Promise<void>) => inRegistry(work)],
  ['a layout', inFolder],
] as const;

test.each(places)('%s keeps what is written', async (_, place) => {
  await place(async (repository) => {
    expect(await repository.find('v1')).toBeUndefined();
    await write(repository);
    expect(await repository.find('v1')).toEqual(image.descriptor);
    expect(await repository.tags()).toEqual(['v1']);
    expect(await repository.hasBlob(image.layerDigests[0] ?? 'sha256:')).toBe(true);
    expect((await repository.fetch('v1')).digest).toBe(image.descriptor.digest);
    const signatures = await attach(repository, ['a', 'b']);
    const found = await repository.referrers(image.descriptor.digest, 'application/x-signature');
    expect(found.map(({ digest }) => digest)).toEqual(signatures);
    expect(await repository.referrers(image.descriptor.digest, 'application/x-other')).toEqual([]);
    const [gone] = signatures;
    if (gone !== undefined) await repository.deleteDocument(gone);
    expect(gone === undefined ? gone : await repository.find(gone)).toBeUndefined();
  });
});

test.each(places)('%s refuses a blob that is not what its digest says', async (_, place) => {
  await place(async (repository) => {
    const wrong = blobOf(Buffer.from('other'), sha256(Buffer.from('this')));
    await expect(repository.putBlob(wrong)).rejects.toMatchObject({ refusal: { code: 'digest-mismatch' } });
    expect(await repository.hasBlob(wrong.digest)).toBe(false);
  });
});

test('an image written to a layout is scanned from there, with its signatures beside it', async () => {
  await inFolder(async (repository, folder) => {
    await write(repository);
    await attach(repository, ['a']);
    for (const reference of [`oci:${folder}`, `oci:${folder}:v1`]) {
      const set = await openSource(parseReference(reference), { client: openHttpClient(), now }).read(
        counting(),
      );
      expect(set.images.map(({ digest }) => digest)).toEqual([image.descriptor.digest]);
      expect(set.layers.size).toBe(2);
    }
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

test('the fallback index is written once for all signatures', async () => {
  const registry = await inRegistry(async (repository) => {
    await write(repository);
    await attach(repository, ['a', 'b', 'c']);
  });
  const tag = `sha256-${image.descriptor.digest.slice(7)}`;
  expect(registry.requests.filter(({ line }) => line === `PUT /v2/team/app/manifests/${tag}`)).toHaveLength(
    1,
  );
});

test('tags come from every page', async () => {
  await inRegistry(async (repository) => {
    await write(repository);
    for (const tag of ['a', 'b', 'c', 'd'])
      await repository.putDocument(image.manifest, mediaTypes.ociManifest, tag);
    expect(await repository.tags()).toEqual(['a', 'b', 'c', 'd', 'v1']);
  });
});

test('a large blob goes up in chunks, and one that is there not at all', async () => {
  const registry = await startRegistry();
  const client = openHttpClient({ pace: jumpingPace() });
  const line = openRepository(parseRegistryReference(`${registry.host}/a/b`), {
    client,
    credentials: noCredentials,
    now,
  });
  const bytes = Buffer.alloc(1_000_000, 7);
  await uploadBlob(line, blobOf(bytes, sha256(bytes)), { chunk: 300_000 });
  await uploadBlob(line, blobOf(bytes, sha256(bytes)), { chunk: 300_000 });
  client.close();
  await registry.close();
  expect(registry.blobs.get(sha256(bytes))?.equals(bytes)).toBe(true);
  expect(registry.requests.filter(({ line: text }) => text.startsWith('PATCH'))).toHaveLength(4);
});

test('what another run took out of a layout meanwhile is a conflict, and no damage', async () => {
  await inFolder(async (repository) => {
    await write(repository);
    const [digest] = await attach(repository, ['a']);
    if (digest === undefined) throw new Error('nothing was attached');
    await repository.deleteDocument(digest);
    const noted = [{ digest, mediaType: mediaTypes.ociManifest, size: signature('a').length }];
    await expect(repository.noteReferrers(image.descriptor.digest, noted)).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
    });
  });
});
