// Images in places that hold evidence, and the clearances that a completed gate of them would give.

import { type Clearance, issueClearance } from '../../../src/evidence/sign/clearance.ts';
import { openHttpClient } from '../../../src/http/client.ts';
import type { ContentRepository } from '../../../src/oci/content-repository.ts';
import { blobOf } from '../../../src/oci/content-repository.ts';
import { mediaTypes } from '../../../src/oci/media-types.ts';
import { parseRegistryReference } from '../../../src/oci/reference.ts';
import { noCredentials } from '../../../src/oci/registry/credentials.ts';
import { registryRepository } from '../../../src/oci/registry/registry-repository.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import type { Result, ScannedImage } from '../../../src/terms/verdict.ts';
import { descriptorOf, json, type SampleImage, sampleImage } from '../../oci/sample-image.ts';

export const now = new Date('2026-10-22T12:00:00Z');
export const name = 'registry.example/acme/web';

export function scanned(digest: Digest, changes: Partial<ScannedImage> = {}): ScannedImage {
  return {
    reference: name,
    digest,
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [],
    packages: [],
    grade: {
      letter: 'B',
      sentence: 'An update waits.',
      drops: [
        { on: '2026-11-01', letter: 'C', because: ['CVE-2026-1'] },
        { on: '2026-12-01', letter: 'D', because: ['CVE-2026-1'] },
      ],
      because: ['CVE-2026-1'],
      withoutFix: 0,
    },
    refusals: [],
    accounting: { parsed: 1, notInteresting: 0, refused: 0 },
    ...changes,
  };
}

export function resultOf(images: readonly ScannedImage[], changes: Partial<Result> = {}): Result {
  return {
    schemaVersion: 1,
    gate: 'image',
    verdict: { merge: 'pass', certificate: 'pass', reasons: [] },
    images,
    findings: [],
    waivers: [],
    warnings: [],
    snapshot: {
      asOf: now.toISOString(),
      source: 'dump',
      ecosystems: ['Debian'],
      digest: `sha256:${'5'.repeat(64)}`,
    },
    policyDigest: `sha256:${'7'.repeat(64)}`,
    tool: { name: 'seaworthy', version: '0.1.0' },
    ...changes,
  };
}

export function clearanceFor(...digests: readonly Digest[]): Clearance {
  const answer = issueClearance(resultOf(digests.map((digest) => scanned(digest))), 'B');
  if (answer.kind === 'refused') throw new Error('refused');
  return answer.clearance;
}

/** Two platforms under one tag, written into a repository. */
export interface PlacedIndex {
  readonly index: Digest;
  readonly images: readonly Digest[];
}

export async function placeImage(
  repository: ContentRepository,
  tag: string,
  body = 'hello',
): Promise<Digest> {
  const image = sampleImage([body]);
  await place(repository, image, tag);
  return image.descriptor.digest;
}

async function place(repository: ContentRepository, image: SampleImage, tag?: string): Promise<void> {
  for (const [digest, bytes] of image.blobs) await repository.putBlob(blobOf(bytes, digest));
  await repository.putDocument(image.manifest, image.descriptor.mediaType, tag);
}

export async function placeIndex(repository: ContentRepository, tag: string): Promise<PlacedIndex> {
  const images = ['amd64', 'arm64'].map((architecture) => ({
    architecture,
    image: sampleImage([architecture], { architecture }),
  }));
  for (const { image } of images) await place(repository, image);
  const index = json({
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: images.map(({ architecture, image }) => ({
      ...image.descriptor,
      platform: { os: 'linux', architecture },
    })),
  });
  await repository.putDocument(index, mediaTypes.ociIndex, tag);
  return {
    index: descriptorOf(mediaTypes.ociIndex, index).digest,
    images: images.map(({ image }) => image.descriptor.digest),
  };
}

/** Closed by each test file when it is done. */
export const client = openHttpClient({});

/** A repository of a registry on loopback. */
export function repositoryAt(host: string, path = 'acme/web'): ContentRepository {
  const options = { client, credentials: noCredentials, now: () => Date.now() };
  return registryRepository(parseRegistryReference(`${host}/${path}:x`), options);
}
