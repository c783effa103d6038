// A registry in memory on loopback: pull, push, tags, referrers, auth, and faults by a seeded generator.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { type SampleImage, sha256 } from './sample-image.ts';

export interface StoredManifest {
  readonly bytes: Buffer;
  readonly type: string;
}
export interface LoopbackRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly url: string;
  readonly blobs: Map<string, Buffer>;
  /** By tag and by digest. */
  readonly manifests: Map<string, StoredManifest>;
  /** `METHOD path` of every request, oldest first. */
  readonly requests: { readonly line: string; readonly headers: http.IncomingHttpHeaders }[];
  add(image: SampleImage, tag: string): void;
  close(): Promise<void>;
}

export interface RegistryBehaviour {
  /** Answers instead of the registry when it returns true. */
  readonly before?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean;
  readonly referrersApi?: boolean;
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function listen(
  handler: http.RequestListener,
): Promise<{ readonly host: string; readonly url: string; close(): Promise<void> }> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendRange(request: http.IncomingMessage, response: http.ServerResponse, bytes: Buffer): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (range === null) {
    response.setHeader('content-length', bytes.length);
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  const start = Number(range[1]);
  response.statusCode = 206;
  response.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
  response.setHeader('content-length', bytes.length - start);
  response.end(bytes.subarray(start));
}

/** Starts a registry whose repositories all share one store. */
export async function startRegistry(behaviour: RegistryBehaviour = {}): Promise<LoopbackRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, StoredManifest>();
  const uploads = new Map<string, Buffer>();
  const requests: LoopbackRegistry['requests'] = [];

  function referrers(subject: string): Buffer {
    const listed = [...new Map([...manifests.values()].map((one) => [sha256(one.bytes), one])).values()]
      .filter(({ bytes }) => JSON.parse(bytes.toString()).subject?.digest === subject)
      .map(({ bytes, type }) => ({
        mediaType: type,
        digest: sha256(bytes),
        size: bytes.length,
        artifactType: JSON.parse(bytes.toString()).artifactType,
        annotations: JSON.parse(bytes.toString()).annotations,
      }));
    return Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: listed }),
    );
  }

  async function upload(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    path: string,
    query: URLSearchParams,
  ) {
    const name = /^(\/v2\/.*\/blobs\/uploads\/)(.*)$/.exec(path);
    const id = name?.[2] ?? '';
    if (request.method === 'POST') {
      const mounted = query.get('mount') ?? '';
      response.setHeader(
        'location',
        blobs.has(mounted) ? `/v2/x/blobs/${mounted}` : `${name?.[1]}u${uploads.size}?state=1`,
      );
      response.statusCode = blobs.has(mounted) ? 201 : 202;
      uploads.set(`u${uploads.size}`, Buffer.alloc(0));
      return response.end();
    }
    const body = Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), await bodyOf(request)]);
    uploads.set(id, body);
    const digest = query.get('digest') ?? '';
    if (request.method === 'PATCH') {
      response.setHeader('location', `${path}?state=2`);
      response.statusCode = 202;
    } else if (digest === sha256(body)) {
      blobs.set(digest, body);
      response.statusCode = 201;
    } else response.statusCode = 400;
    return response.end();
  }

  async function manifest(request: http.IncomingMessage, response: http.ServerResponse, name: string) {
    if (request.method === 'PUT') {
      const stored = { bytes: await bodyOf(request), type: request.headers['content-type'] ?? '' };
      manifests.set(name, stored);
      manifests.set(sha256(stored.bytes), stored);
      response.setHeader('docker-content-digest', sha256(stored.bytes));
      response.statusCode = 201;
      return response.end();
    }
    const stored = manifests.get(name);
    if (request.method === 'DELETE') {
      manifests.delete(name);
      response.statusCode = stored === undefined ? 404 : 202;
      return response.end();
    }
    if (stored === undefined) {
      response.statusCode = 404;
      return response.end();
    }
    response.setHeader('content-type', stored.type);
    response.setHeader('docker-content-digest', sha256(stored.bytes));
    return sendRange(request, response, stored.bytes);
  }

  async function handle(request: http.IncomingMessage, response: http.ServerResponse) {
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    if (behaviour.before?.(request, response) === true) return undefined;
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname;
    const last = path.slice(path.lastIndexOf('/') + 1);
    if (path.includes('/blobs/uploads/')) return upload(request, response, path, url.searchParams);
    if (path.includes('/manifests/')) return manifest(request, response, last);
    if (path.includes('/referrers/') && behaviour.referrersApi === true) {
      response.setHeader('content-type', mediaTypes.ociIndex);
      return response.end(referrers(last));
    }
    if (path.endsWith('/tags/list')) {
      const tags = [...manifests.keys()].filter((name) => !name.includes(':')).sort();
      const start = Number(url.searchParams.get('page') ?? 0);
      if (start + 2 < tags.length) response.setHeader('link', `<${path}?page=${start + 2}>; rel="next"`);
      return response.end(JSON.stringify({ name: 'x', tags: tags.slice(start, start + 2) }));
    }
    const blob = blobs.get(last);
    if (blob !== undefined) return sendRange(request, response, blob);
    response.statusCode = 404;
    return response.end();
  }

  const server = await listen((request, response) => {
    handle(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  return {
    ...server,
    blobs,
    manifests,
    requests,
    add(image, tag) {
      for (const [digest, bytes] of image.blobs) blobs.set(digest, bytes);
      const stored = { bytes: image.manifest, type: image.descriptor.mediaType };
      manifests.set(tag, stored);
      manifests.set(image.descriptor.digest, stored);
    },
  };
}
