// From what a reference leads to down to its images: indexes within indexes, platforms, configurations, layers.

import { readWhole } from '../http/chunks.ts';
import type { Digest } from '../terms/digest.ts';
import { Bug } from '../terms/errors.ts';
import { type Image, type Platform, platformName } from '../terms/image.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import { parseConfiguration } from './configuration.ts';
import type { ContentStore, Root } from './content-store.ts';
import type { WireDescriptor } from './descriptor.ts';
import type { IndexDocument, ManifestDocument } from './document.ts';
import { attributeLayers } from './layer-list.ts';
import { type PoolLayer, readLayers } from './layer-pool.ts';
import { documentKind, isImageConfig, layerKind, mediaTypes } from './media-types.ts';
import { platformsContradict } from './platform-contradiction.ts';
import { checkWishes, platformMatches } from './platforms.ts';
import type { ImageSet, ReadRequest } from './source.ts';
import { documentCeiling } from './strict-json.ts';

/** Indexes within indexes. */
const depthCeiling = 4;
/** Images of one index; the largest official ones have about 30. */
const breadthCeiling = 512;

interface Candidate {
  readonly platform: Platform | undefined;
  readonly manifest: ManifestDocument;
}

/** BuildKit's attestation manifests say so and run nowhere (docs.docker.com/build/metadata/attestations/attestation-storage). */
function isAttestation(descriptor: WireDescriptor): boolean {
  const { platform, annotations } = descriptor;
  return (
    platform?.os === 'unknown' &&
    platform.architecture === 'unknown' &&
    annotations?.['vnd.docker.reference.type'] === 'attestation-manifest'
  );
}

function isArtifact(manifest: ManifestDocument): boolean {
  const types = manifest.layers.map((layer) => layer.mediaType);
  return types.length > 0 && types.every((type) => type === mediaTypes.inToto);
}

async function collect(
  store: ContentStore,
  root: Root,
  wants: (platform: Platform) => boolean,
): Promise<{
  readonly candidates: Candidate[];
  readonly attestations: WireDescriptor[];
  readonly seen: Platform[];
  readonly refusals: Refusal[];
}> {
  const candidates: Candidate[] = [];
  const attestations: WireDescriptor[] = [];
  const seen: Platform[] = [];
  const refusals: Refusal[] = [];
  const visited = new Set<Digest>();

  async function visit(index: IndexDocument, depth: number): Promise<void> {
    for (const descriptor of index.manifests) {
      if (visited.has(descriptor.digest)) continue;
      if (isAttestation(descriptor)) {
        if (attestations.length < breadthCeiling) attestations.push(descriptor);
        continue;
      }
      visited.add(descriptor.digest);
      const { platform } = descriptor;
      const kind = documentKind(descriptor.mediaType);
      if (platform !== undefined && kind === 'manifest') seen.push(platform);
      if (platform !== undefined && kind === 'manifest' && !wants(platform)) continue;
      try {
        if (visited.size > breadthCeiling || depth > depthCeiling) {
          const message = `the index ${index.digest} is nested too deep or too wide`;
          throw new ContentError({ code: 'ceiling', what: 'index', digest: index.digest, message });
        }
        const document = await store.document(descriptor);
        if (document.kind === 'index') await visit(document, depth + 1);
        else if (!isArtifact(document)) candidates.push({ platform, manifest: document });
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
        refusals.push({ ...error.refusal, digest: descriptor.digest });
      }
    }
  }
  const { document } = root;
  if (document.kind === 'index') await visit(document, 1);
  else candidates.push({ platform: root.descriptor?.platform, manifest: document });
  return { candidates, attestations, seen, refusals };
}

async function readImage(
  store: ContentStore,
  { manifest, platform }: Candidate,
  reference: string,
  indexDigest: Digest | undefined,
): Promise<{ readonly image: Image; readonly refusals: readonly Refusal[] }> {
  const { config: named, digest } = manifest;
  if (!isImageConfig(named.mediaType)) {
    const type = manifest.artifactType ?? named.mediaType;
    const message = `${digest} is an artifact of type ${type}, not an image`;
    throw new ContentError({ code: 'media-type', what: 'manifest', digest, message });
  }
  if (named.size > documentCeiling) {
    const message = `the configuration has ${named.size} bytes; at most ${documentCeiling} are read`;
    throw new ContentError({ code: 'ceiling', what: 'config', digest, message });
  }
  const bytes = await readWhole(
    store.blob(named, 'config'),
    named.size,
    () => new Bug('the blob verified its size'),
  );
  const parsed = parseConfiguration(bytes, named.digest);
  const names = manifest.layers.map(({ digest: layer, mediaType, size }) => ({
    digest: layer,
    mediaType,
    size,
  }));
  const { layers, refusals } = attributeLayers(names, parsed.config, digest);
  const image: Image = {
    reference,
    digest,
    ...(indexDigest !== undefined && { indexDigest }),
    platform: platform ?? parsed.platform,
    config: parsed.config,
    configDigest: named.digest,
    layers,
    annotations: manifest.annotations,
  };
  if (platform === undefined || !platformsContradict(platform, parsed.platform)) return { image, refusals };
  const message = `its index says ${platformName(platform)}, its configuration ${platformName(parsed.platform)}: it would run elsewhere than it was looked for`;
  return { image, refusals: [...refusals, { code: 'ambiguous', what: 'platform', digest, message }] };
}

function withAttestations(image: Image, all: readonly WireDescriptor[]): Image {
  const attestations = all
    .filter(({ annotations }) => annotations?.['vnd.docker.reference.digest'] === image.digest)
    .map(({ mediaType, digest, size }) => ({ mediaType, digest, size }));
  return attestations.length === 0 ? image : { ...image, attestations };
}

function poolLayer(store: ContentStore, descriptor: WireDescriptor): PoolLayer {
  const { digest, mediaType, size } = descriptor;
  return {
    digest,
    mediaType,
    size,
    open() {
      if (layerKind(mediaType) !== undefined) return store.blob(descriptor, 'layer');
      const encrypted = mediaType.endsWith('+encrypted');
      const message = encrypted
        ? `the layer ${digest} is encrypted`
        : `the layer ${digest} has the media type ${mediaType}, which is no layer's`;
      throw new ContentError({
        code: encrypted ? 'encrypted' : 'media-type',
        what: 'layer',
        digest,
        message,
      });
    },
  };
}

/** Reads the images below `root`. What is refused becomes a refusal; the rest is read. */
export async function readTree<T>(
  store: ContentStore,
  root: Root,
  reference: string,
  request: ReadRequest<T>,
): Promise<ImageSet<T>> {
  const wants = (platform: Platform) =>
    request.platforms === 'all' || request.platforms.some((wish) => platformMatches(wish, platform));
  const { candidates, attestations, seen, refusals } = await collect(store, root, wants);
  const { document } = root;
  const indexDigest = document.kind === 'index' ? document.digest : undefined;
  const images: Image[] = [];
  const pool: PoolLayer[] = [];
  for (const candidate of candidates) {
    try {
      const read = await readImage(store, candidate, reference, indexDigest);
      seen.push(read.image.platform);
      if (!wants(read.image.platform)) continue;
      const image = withAttestations(read.image, attestations);
      images.push(image);
      refusals.push(...read.refusals);
      if ((await request.settled?.(image)) === true) continue;
      pool.push(...candidate.manifest.layers.map((layer) => poolLayer(store, layer)));
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      refusals.push({ ...error.refusal, digest: candidate.manifest.digest });
    }
  }
  if (refusals.length === 0 || images.length > 0) checkWishes(request.platforms, seen, reference);
  const layers = await readLayers(pool, request);
  return {
    images,
    ...(document.kind === 'index' && {
      index: { digest: document.digest, mediaType: document.mediaType, bytes: document.bytes },
    }),
    layers: layers.layers,
    refusals: [...refusals, ...layers.refusals],
  };
}
