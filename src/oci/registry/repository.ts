// One repository of a registry: manifests and blobs by the pull part of the OCI distribution specification.
import { readWhole } from '../../http/chunks.ts';
import { statusError } from '../../http/failures.ts';
import type { HttpResponse } from '../../http/message.ts';
import { type Digest, isDigest, shortDigest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';
import type { ContentStore } from '../content-store.ts';
import { type Document, parseDocument } from '../document.ts';
import { manifestAccept } from '../media-types.ts';
import type { RegistryReference } from '../reference.ts';
import { documentCeiling } from '../strict-json.ts';
import { digestOf, verifyBytes } from '../verification.ts';
import { downloadBlob } from './blob-download.ts';
import { type EndpointOptions, registryOrigin } from './endpoint.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

export interface RegistryOptions extends SessionOptions, EndpointOptions {
  readonly signal?: AbortSignal;
}

/** What all operations on a repository share. */
export interface RepositoryLine {
  readonly session: Session;
  readonly options: RegistryOptions;
  /** The URL of something below `/v2/NAME/`. */
  url(path: string): URL;
  /** For messages: `host/name`. */
  readonly name: string;
}

export function openRepository(reference: RegistryReference, options: RegistryOptions): RepositoryLine {
  const origin = registryOrigin(reference.registry, options);
  return {
    session: openSession(origin, reference.registry, reference.repository, options),
    options,
    url: (path) => new URL(`/v2/${reference.repository}/${path}`, origin),
    name: `${reference.registry}/${reference.repository}`,
  };
}

export function contentType(response: HttpResponse): string | undefined {
  return response.header('content-type')?.split(';')[0]?.trim().toLowerCase();
}

function notThere(line: RepositoryLine, name: string): UserError {
  return new UserError(
    'not-found',
    `${line.name} has no ${isDigest(name) ? shortDigest(name) : `tag ${JSON.stringify(name)}`}`,
    'Check the name and the tag; a private repository needs a login to be seen.',
  );
}

/** Fetches a manifest by tag or digest and verifies it. UserError `not-found`, ContentError, OutsideError. */
export async function fetchDocument(
  line: RepositoryLine,
  name: string,
  expected: { readonly mediaType?: string; readonly size?: number } = {},
): Promise<Document> {
  const { signal } = line.options;
  const response = await line.session.send(
    {
      url: line.url(`manifests/${name}`),
      headers: { accept: manifestAccept },
      ...(signal !== undefined && { signal }),
    },
    { actions: 'pull' },
  );
  if (response.status !== 200) {
    response.discard();
    if (response.status === 404) throw notThere(line, name);
    throw statusError(response.url, response.status, `cannot read ${line.name}:${name}`);
  }
  const bytes = await readWhole(response.body, documentCeiling, (ceiling) => {
    const message = `the manifest ${name} of ${line.name} has more than ${ceiling} bytes`;
    return new ContentError({ code: 'ceiling', what: 'manifest', message });
  });
  const stated = response.header('docker-content-digest');
  const digest = isDigest(name) ? name : stated !== undefined && isDigest(stated) ? stated : digestOf(bytes);
  verifyBytes(bytes, { what: 'manifest', digest, size: expected.size });
  const type = contentType(response);
  if (expected.mediaType !== undefined && type !== undefined && type !== expected.mediaType) {
    const message = `the manifest ${shortDigest(digest)} is served as ${type}, but was announced as ${expected.mediaType}`;
    throw new ContentError({ code: 'media-type', what: 'manifest', digest, message });
  }
  return parseDocument(bytes, digest, expected.mediaType ?? type);
}

export function repositoryStore(line: RepositoryLine): ContentStore {
  const { client, signal } = line.options;
  return {
    async document(descriptor) {
      try {
        return await fetchDocument(line, descriptor.digest, descriptor);
      } catch (error) {
        // The index names it: its absence is the content's fault and not the user's.
        if (!(error instanceof UserError)) throw error;
        const { digest } = descriptor;
        const message = `the manifest ${shortDigest(digest)} is missing at ${line.name}`;
        throw new ContentError({ code: 'truncated', what: 'manifest', digest, message }, { cause: error });
      }
    },
    blob: (descriptor, what) =>
      downloadBlob(client, line.session, line.url(`blobs/${descriptor.digest}`), descriptor, what, signal),
  };
}

/** Tag, digest, or both: the digest decides. */
export function targetOf(reference: RegistryReference): string | Digest {
  return reference.digest ?? reference.tag ?? 'latest';
}
