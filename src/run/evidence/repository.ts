// Where evidence is written and read: the registry or layout that holds the image.
import { basename, resolve } from 'node:path';
import type { ContentRepository } from '../../oci/content-repository.ts';
import { openLayout } from '../../oci/layout-repository.ts';
import { parseReference } from '../../oci/reference.ts';
import { registryRepository } from '../../oci/registry/registry-repository.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';

export interface EvidencePlace {
  readonly repository: ContentRepository;
  /** Tag or digest of the image; of a layout with one image it may be missing. */
  readonly target: string;
  /** `registry/repository`; for a layout the name that was given, else its folder's. */
  readonly name: string;
  /** Tag that the reference states or means. */
  readonly tag?: string;
}

/** `target`: an image that is there, or any place to write to. UserError `reference` for places that cannot hold evidence. */
export async function evidencePlace(
  reference: string,
  outside: Pick<Outside, 'registryOptions'>,
  name?: string,
  image: 'there' | 'any' = 'there',
): Promise<EvidencePlace> {
  const parsed = parseReference(reference);
  switch (parsed.kind) {
    case 'registry': {
      const { registry, repository, tag, digest } = parsed;
      return {
        repository: registryRepository(parsed, outside.registryOptions),
        target: digest ?? tag ?? 'latest',
        name: name ?? `${registry}/${repository}`,
        ...(tag !== undefined && { tag }),
      };
    }
    case 'oci': {
      const repository = await openLayout(parsed.path, { create: image === 'any' });
      if (image === 'any') return { repository, target: parsed.tag ?? 'latest', name: name ?? parsed.path };
      const target = parsed.tag ?? (await onlyTag(await repository.tags(), parsed.path));
      return { repository, target, name: name ?? basename(resolve(parsed.path)), tag: target };
    }
    default:
      throw new UserError(
        'reference',
        `${reference} cannot hold evidence`,
        'Push the image to a registry, or copy it into an OCI layout (oci:DIR:TAG).',
      );
  }
}

/** The digest that a reference leads to. UserError `not-found`. */
export async function digestAt({
  repository,
  target,
}: Pick<EvidencePlace, 'repository' | 'target'>): Promise<Digest> {
  const found = await repository.find(target);
  if (found !== undefined) return found.digest;
  throw new UserError('not-found', `${repository.name} has no ${target}`, 'Check the name and the tag.');
}

async function onlyTag(tags: readonly string[], path: string): Promise<string> {
  const images = tags.filter((tag) => !/^sha(?:256|512)-/.test(tag));
  const [tag, other] = images;
  if (tag !== undefined && other === undefined) return tag;
  throw new UserError(
    'reference',
    `the layout ${path} holds ${images.length} tagged images`,
    `Name one after a colon${images.length === 0 ? '' : `: ${images.join(', ')}`}.`,
  );
}
