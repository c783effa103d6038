// Reads `docker-archive:` files: manifest.json, configurations, layers checked against their diff ids.
import { readWhole } from '../http/chunks.ts';
import type { Digest } from '../terms/digest.ts';
import { UserError } from '../terms/errors.ts';
import type { Image } from '../terms/image.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import { type ArchiveFile, openArchive, resolveEntry } from './archive-file.ts';
import { parseConfiguration } from './configuration.ts';
import { type DockerImage, digestInName, parseDockerManifest } from './docker-manifest.ts';
import { attributeLayers } from './layer-list.ts';
import { type PoolLayer, readLayers } from './layer-pool.ts';
import { mediaTypes } from './media-types.ts';
import { plainLayer } from './plain-layer.ts';
import { checkWishes, platformMatches } from './platforms.ts';
import type { ImageSet, ImageSource, ReadRequest } from './source.ts';
import { documentCeiling } from './strict-json.ts';
import { compareTables } from './two-tables.ts';
import { digestOf, verified, verifyBytes } from './verification.ts';

function refuse(code: Refusal['code'], what: string, message: string, digest?: Digest): ContentError {
  return new ContentError({ code, what, message, ...(digest !== undefined && { digest }) });
}

async function readSmall(archive: ArchiveFile, path: string, what: string): Promise<Buffer> {
  const file = await archive.file(path);
  if (file === undefined) throw refuse('truncated', what, `${archive.place} lacks its ${what} ${path}`);
  return readWhole(file.read(), documentCeiling, () =>
    refuse('ceiling', what, `the ${what} in ${archive.place} has more than ${documentCeiling} bytes`),
  );
}

/** Joins an image of manifest.json with its verified configuration. */
export function dockerImage(
  entry: DockerImage,
  bytes: Uint8Array,
  reference: string,
): { readonly image: Image; readonly refusals: readonly Refusal[] } {
  const named = digestInName(entry.config);
  if (named !== undefined) verifyBytes(bytes, { what: 'config', digest: named });
  const digest = named ?? digestOf(bytes);
  const { config, platform } = parseConfiguration(bytes, digest);
  if (config.diffIds.length !== entry.layers.length) {
    const message = `the configuration lists ${config.diffIds.length} diff ids for ${entry.layers.length} layers`;
    throw refuse('malformed', 'config', message, digest);
  }
  const layers = config.diffIds.map((diffId) => ({ digest: diffId, mediaType: mediaTypes.ociLayer }));
  const attributed = attributeLayers(layers, config, digest);
  const image: Image = {
    reference,
    digest,
    platform,
    config,
    configDigest: digest,
    layers: attributed.layers,
    annotations: {},
  };
  return { image, refusals: attributed.refusals };
}

function poolLayer(archive: ArchiveFile, path: string, digest: Digest): PoolLayer {
  const size = resolveEntry(archive.entries, path)?.size;
  return {
    digest,
    mediaType: mediaTypes.ociLayer,
    ...(size !== undefined && { size }),
    async *open() {
      const file = await archive.file(path);
      if (file === undefined)
        throw refuse('truncated', 'layer', `${archive.place} lacks the layer ${path}`, digest);
      yield* verified(plainLayer(file.read()), { what: 'layer', digest }, file.size, 'placed');
    },
  };
}

async function readArchive<T>(
  archive: ArchiveFile,
  reference: string,
  request: ReadRequest<T>,
): Promise<ImageSet<T>> {
  if ((await archive.file('manifest.json')) === undefined) {
    const fix = 'Make it with `docker save`; for an OCI layout in a tar write oci-archive: instead.';
    throw new UserError('not-found', `${archive.place} is no docker archive: it has no manifest.json`, fix);
  }
  const entries = parseDockerManifest(await readSmall(archive, 'manifest.json', 'manifest'));
  const found: { image: Image; layers: PoolLayer[] }[] = [];
  const refusals: Refusal[] = [];
  for (const entry of entries) {
    try {
      const read = dockerImage(entry, await readSmall(archive, entry.config, 'config'), reference);
      const layers = entry.layers.flatMap((path, position) => {
        const digest = read.image.config.diffIds[position];
        return digest === undefined ? [] : [poolLayer(archive, path, digest)];
      });
      found.push({ image: read.image, layers });
      refusals.push(...read.refusals);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      refusals.push(error.refusal);
    }
  }
  if (refusals.length === 0)
    refusals.push(
      ...(await compareTables(
        archive,
        found.map(({ image }) => image.configDigest),
      )),
    );
  if (refusals.length === 0)
    checkWishes(
      request.platforms,
      found.map(({ image }) => image.platform),
      reference,
    );
  const wanted = found.filter(
    ({ image }) =>
      request.platforms === 'all' || request.platforms.some((wish) => platformMatches(wish, image.platform)),
  );
  const open: PoolLayer[] = [];
  for (const { image, layers } of wanted) {
    if ((await request.settled?.(image)) !== true) open.push(...layers);
  }
  const pool = await readLayers(open, request);
  return {
    images: wanted.map(({ image }) => image),
    layers: pool.layers,
    refusals: [...refusals, ...pool.refusals],
  };
}

export function dockerArchiveSource(path: string): ImageSource {
  return {
    async read(request) {
      const archive = await openArchive(path);
      try {
        return await readArchive(archive, `docker-archive:${path}`, request);
      } finally {
        await archive.close();
      }
    },
  };
}
