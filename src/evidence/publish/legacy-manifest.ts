// The manifest under cosign's legacy tags: a layer for each signature, everything else in its annotations.
import { blobOf, type ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { digestOf } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';

export interface LegacyLayer {
  readonly mediaType: string;
  readonly payload: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The layers that are there now; none when the tag is not. */
export async function legacyLayers(
  repository: ContentRepository,
  tag: string,
): Promise<readonly WireDescriptor[]> {
  try {
    const document = await repository.fetch(tag);
    if (document.kind === 'manifest') return document.layers;
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return [];
    throw error;
  }
  const message = `the tag ${tag} of ${repository.name} is no manifest of signatures`;
  throw new ContentError({ code: 'media-type', what: 'signatures', message });
}

const attempts = 6;

/**
 * Adds layers under a legacy tag and takes others away, beside what further signers wrote; read back, and repeated when
 * another writer came between. OutsideError `conflict` when the tag does not keep them.
 */
export async function updateLegacy(
  repository: ContentRepository,
  tag: string,
  added: readonly LegacyLayer[],
  isOurs: (layer: WireDescriptor) => boolean,
): Promise<void> {
  for (const { payload } of added) await repository.putBlob(blobOf(payload, digestOf(payload)));
  const fresh = added.map(
    ({ mediaType, payload, annotations }): WireDescriptor => ({
      mediaType,
      digest: digestOf(payload),
      size: payload.length,
      annotations: { ...annotations },
    }),
  );
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const there = await legacyLayers(repository, tag);
    if (holds(there, fresh)) return;
    await putLayers(repository, tag, [...there.filter((layer) => !isOurs(layer)), ...fresh]).catch(
      (error: unknown) => {
        // Another writer came between: the next reading shows what to put ours beside.
        if (!(error instanceof OutsideError && error.code === 'conflict')) throw error;
      },
    );
  }
  if (holds(await legacyLayers(repository, tag), fresh)) return;
  throw new OutsideError(
    'conflict',
    `the tag ${tag} of ${repository.name} does not keep the signature that is added`,
    'Let one writer at a time sign this image, then run again.',
    { retryable: true },
  );
}

function holds(there: readonly WireDescriptor[], fresh: readonly WireDescriptor[]): boolean {
  const shown = new Set(there.map(({ digest, annotations }) => key(digest, annotations)));
  return fresh.every(({ digest, annotations }) => shown.has(key(digest, annotations)));
}

function key(digest: Digest, annotations: WireDescriptor['annotations']): string {
  return JSON.stringify([digest, Object.entries(annotations ?? {}).sort()]);
}

async function putLayers(
  repository: ContentRepository,
  tag: string,
  layers: readonly WireDescriptor[],
): Promise<void> {
  const epoch = '0001-01-01T00:00:00Z';
  const config = Buffer.from(
    JSON.stringify({
      architecture: '',
      created: epoch,
      history: layers.map(() => ({ created: epoch })),
      os: '',
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      config: {},
    }),
  );
  await repository.putBlob(blobOf(config, digestOf(config)));
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { mediaType: mediaTypes.ociConfig, digest: digestOf(config), size: config.length },
    layers,
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  await repository.putDocument(bytes, mediaTypes.ociManifest, tag);
}
