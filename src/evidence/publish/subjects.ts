// What is signed of an image: its index and the manifest of every platform.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { documentKind } from '../../oci/media-types.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';

export interface SignedSubject {
  readonly descriptor: Descriptor;
  /** Manifests of the images it stands for: itself, or those of the index. */
  readonly images: readonly Digest[];
}

/** Index first. BuildKit's attestation manifests (`unknown/unknown`) are no images. UserError `not-found`. */
export async function subjectsOf(
  repository: ContentRepository,
  tagOrDigest: string,
): Promise<readonly SignedSubject[]> {
  const { mediaType, digest, bytes, ...document } = await repository.fetch(tagOrDigest);
  const root = { mediaType, digest, size: bytes.length };
  if (document.kind === 'manifest') return [{ descriptor: root, images: [digest] }];
  const children = document.manifests.filter(
    (entry) => documentKind(entry.mediaType) === 'manifest' && entry.platform?.os !== 'unknown',
  );
  if (children.length === 0) {
    throw new UserError(
      'manifest',
      `the index ${digest} lists no image`,
      'Name an image or an index of images.',
    );
  }
  const images = [...new Map(children.map((child) => [child.digest, child])).values()].map(
    ({ mediaType: type, digest: child, size }) => ({ mediaType: type, digest: child, size }),
  );
  return [
    { descriptor: root, images: images.map((image) => image.digest) },
    ...images.map((descriptor) => ({ descriptor, images: [descriptor.digest] })),
  ];
}
