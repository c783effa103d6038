// Reads `docker-daemon:` images over the Engine API (docs.docker.com/reference/api/engine, ImageGet); podman's too.
import { openHttpClient } from '../http/client.ts';
import { connectionError, statusError } from '../http/failures.ts';
import type { HttpClient } from '../http/message.ts';
import type { Digest } from '../terms/digest.ts';
import { OutsideError, UserError } from '../terms/errors.ts';
import type { Image } from '../terms/image.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import { resolveEntry } from './archive-file.ts';
import { blobOf } from './content-repository.ts';
import { dockerImage } from './docker-archive.ts';
import { type DockerImage, parseDockerManifest } from './docker-manifest.ts';
import type { LayoutFiles } from './layout-files.ts';
import { checkWishes, platformMatches } from './platforms.ts';
import type { ImageSet, ImageSource, ReadRequest } from './source.ts';
import { type PassedArchive, type PassedLayer, passArchive, passLayer } from './streamed-archive.ts';
import { compareTables } from './two-tables.ts';
import { digestOf } from './verification.ts';

const nameShape = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;

function incomplete(name: string): OutsideError {
  const message = `the engine ended its answer within the image ${name}`;
  return new OutsideError('protocol', message, "Look into the engine's log, then try again.", {
    retryable: true,
  });
}

async function openStream(client: HttpClient, name: string): Promise<AsyncIterable<Uint8Array>> {
  if (!nameShape.test(name) || name.includes('..')) {
    throw new UserError(
      'reference',
      `${JSON.stringify(name)} names no image of an engine`,
      'Write it as `docker images` shows it.',
    );
  }
  const found = await client.send({ url: new URL(`http://localhost/images/${name}/json`) });
  found.discard();
  if (found.status === 404) {
    const fix = 'Build or pull it first, or leave out docker-daemon: to read it from its registry.';
    throw new UserError('not-found', `the engine has no image ${name}`, fix);
  }
  if (found.status !== 200) throw statusError(found.url, found.status, `the engine does not show ${name}`);
  const response = await client.send({ url: new URL(`http://localhost/images/${name}/get`) });
  if (response.status === 200) return response.body;
  response.discard();
  throw statusError(response.url, response.status, `the engine does not export ${name}`);
}

/** The layer at a path of manifest.json: passed by already, or kept because it looked like a document. */
async function layerAt<T>(
  passed: PassedArchive<T>,
  path: string,
  request: ReadRequest<T>,
): Promise<PassedLayer<T> | undefined> {
  const entry = resolveEntry(passed.entries, path);
  if (entry === undefined) return undefined;
  const kept = passed.documents.get(entry.path);
  if (kept === undefined) return passed.layers.get(entry.path);
  async function* body() {
    if (kept !== undefined) yield kept;
  }
  return passLayer(entry.path, kept.length, body(), request);
}

async function joinLayers<T>(
  passed: PassedArchive<T>,
  entry: DockerImage,
  image: Image,
  request: ReadRequest<T>,
  results: Map<Digest, T>,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const [position, { digest }] of image.layers.entries()) {
    if (results.has(digest)) continue;
    const layer = await layerAt(passed, entry.layers[position] ?? '', request);
    if (layer?.kind === 'read' && layer.diffId === digest) results.set(digest, layer.value);
    else if (layer?.kind === 'refused') refusals.push({ ...layer.refusal, digest });
    else {
      const code = layer === undefined ? 'truncated' : 'digest-mismatch';
      const why =
        layer === undefined ? 'is missing' : `is not what the configuration says: it is ${layer.diffId}`;
      refusals.push({ code, what: 'layer', digest, message: `the layer ${digest} ${why}` });
    }
  }
  return refusals;
}

/** Joins what passed by with manifest.json and the configurations. */
export async function joinArchive<T>(
  passed: PassedArchive<T>,
  reference: string,
  request: ReadRequest<T>,
): Promise<ImageSet<T>> {
  const document = passed.documents.get('manifest.json');
  if (document === undefined) {
    throw new ContentError({
      code: 'truncated',
      what: 'manifest',
      message: `${reference} came without a manifest.json`,
    });
  }
  const images: Image[] = [];
  const there: Image[] = [];
  const layers = new Map<Digest, T>();
  const refusals: Refusal[] = [];
  for (const entry of parseDockerManifest(document)) {
    try {
      const config = passed.documents.get(resolveEntry(passed.entries, entry.config)?.path ?? '');
      if (config === undefined) {
        const message = `${reference} came without its configuration ${entry.config}`;
        throw new ContentError({ code: 'truncated', what: 'config', message });
      }
      const read = dockerImage(entry, config, reference);
      const { platform } = read.image;
      there.push(read.image);
      const wanted =
        request.platforms === 'all' || request.platforms.some((wish) => platformMatches(wish, platform));
      if (!wanted) continue;
      images.push(read.image);
      refusals.push(...read.refusals, ...(await joinLayers(passed, entry, read.image, request, layers)));
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      refusals.push(error.refusal);
    }
  }
  if (refusals.length === 0) {
    const documents: LayoutFiles = {
      place: reference,
      async file(path) {
        const bytes = passed.documents.get(path);
        return bytes === undefined
          ? undefined
          : { size: bytes.length, read: () => blobOf(bytes, digestOf(bytes)).open() };
      },
    };
    refusals.push(
      ...(await compareTables(
        documents,
        there.map(({ configDigest }) => configDigest),
      )),
    );
  }
  if (refusals.length === 0)
    checkWishes(
      request.platforms,
      there.map(({ platform }) => platform),
      reference,
    );
  return { images, layers, refusals };
}

/** Reads an image of the engine behind the first of these sockets that answers. */
export function daemonSource(name: string, sockets: readonly string[]): ImageSource {
  return {
    async read(request) {
      let failure: unknown;
      for (const socketPath of sockets) {
        const client = openHttpClient({ socketPath, attempts: 1, headTimeout: 120_000 });
        try {
          const stream = await openStream(client, name);
          const passed = await passArchive(stream, request).catch((error: unknown) => {
            const cut =
              error instanceof ContentError &&
              error.refusal.what === 'archive' &&
              error.refusal.code === 'truncated';
            throw cut ? incomplete(name) : error;
          });
          return await joinArchive(passed, `docker-daemon:${name}`, request);
        } catch (error) {
          if (!(error instanceof OutsideError) || error.code !== 'unreachable') throw error;
          failure = error;
        } finally {
          client.close();
        }
      }
      const where = sockets.length === 0 ? 'no socket was named' : `none answers at ${sockets.join(', ')}`;
      throw new OutsideError(
        'unreachable',
        `no container engine: ${where}`,
        'Start Docker or `podman system service`, or set DOCKER_HOST to its unix:// socket.',
        { cause: failure === undefined ? undefined : connectionError(new URL('http://localhost'), failure) },
      );
    },
  };
}
