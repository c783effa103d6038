// What is known of one image of a stack: its digest, its configured user, what its evidence lacks.
import type { ImageEvidence } from '../../../policy-pack/rules/images/evidence.ts';
import { gatherEvidence } from '../../evidence/image/gather-evidence.ts';
import type { ImagePolicy } from '../../evidence/image/image-policy.ts';
import { verifyImage } from '../../evidence/image/verify-image.ts';
import { readWhole } from '../../http/chunks.ts';
import { parseConfiguration } from '../../oci/configuration.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { RegistryReference } from '../../oci/reference.ts';
import { registryRepository } from '../../oci/registry/registry-repository.ts';
import type { RegistryOptions } from '../../oci/registry/repository.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';
import { type EvidenceFolder, layoutWith } from '../evidence/folder.ts';

/** Where images of a stack are looked up. */
export type ImagePlaces =
  | { readonly kind: 'registry'; readonly options: RegistryOptions }
  | { readonly kind: 'folder'; readonly path: string; readonly folder: EvidenceFolder };

export interface PlacedImage {
  readonly digest: Digest;
  /** Absent: only bundles are at hand. */
  readonly repository?: ContentRepository;
}

/** Follows a tag. Errors: OutsideError of the registry; UserError `not-found`. */
export async function placeImage(name: RegistryReference, places: ImagePlaces): Promise<PlacedImage> {
  if (places.kind === 'registry') {
    const repository = registryRepository(name, places.options);
    const digest = name.digest ?? (await repository.find(name.tag ?? 'latest'))?.digest;
    if (digest !== undefined) return { digest, repository };
    throw missing(`${repository.name} has no ${name.tag ?? 'latest'}`);
  }
  // A bare tag may be any image's: in a folder only the whole name tells.
  const full = `${name.registry}/${name.repository}:${name.tag ?? 'latest'}`;
  const found = await layoutWith(places.folder, name.digest ?? full);
  if (found !== undefined) return found;
  if (name.digest !== undefined) return { digest: name.digest };
  throw missing(`${places.path} holds no image named ${full}`);
}

/** Judges an image by what is attached to it, or by the bundles of a folder. Errors: those of the registry. */
export async function judgeEvidence(
  { digest, repository }: PlacedImage,
  policy: ImagePolicy,
  places: ImagePlaces,
): Promise<ImageEvidence> {
  const bundles = places.kind === 'folder' ? places.folder.bundles : [];
  const attached = repository === undefined ? undefined : await gatherEvidence(repository, digest, policy);
  if (attached?.kind === 'accepted' || (attached !== undefined && bundles.length === 0)) {
    return { kind: 'judged', digest, unmet: attached.unmet };
  }
  const quarantined = attached?.unmet.filter(({ use }) => use === 'quarantine') ?? [];
  const { unmet } = verifyImage(digest, bundles, policy);
  return { kind: 'judged', digest, unmet: [...quarantined, ...unmet] };
}

const platformCeiling = 16;
const configCeiling = 4 * 1024 * 1024;

/** `config.User`; of an index the most powerful one of its platforms. Errors: those of the registry, ContentError. */
export async function configuredUser({ digest, repository }: PlacedImage): Promise<string | undefined> {
  if (repository === undefined) return undefined;
  const document = await repository.fetch(digest);
  const manifests =
    document.kind === 'manifest'
      ? [document]
      : await Promise.all(
          document.manifests
            .filter(({ platform }) => platform !== undefined && platform.os !== 'unknown')
            .slice(0, platformCeiling)
            .map((descriptor) => repository.document(descriptor)),
        );
  const users: string[] = [];
  for (const manifest of manifests) {
    if (manifest.kind !== 'manifest') return undefined;
    const { config } = manifest;
    const refuse = (): ContentError =>
      new ContentError({
        code: 'ceiling',
        what: 'config',
        digest: config.digest,
        message: `has more than ${configCeiling} bytes`,
      });
    const bytes = await readWhole(repository.blob(config, 'configuration'), configCeiling, refuse);
    users.push(parseConfiguration(bytes, config.digest).config.user ?? '');
  }
  return users.find((user) => ['', '0', 'root'].includes(user.split(':', 1)[0] ?? '')) ?? users[0];
}

function missing(message: string): UserError {
  return new UserError('not-found', message, 'Check the name and the tag.');
}
