// Opens whatever a reference names as an image source.
import type { HttpClient } from '../http/message.ts';
import { dockerArchiveSource } from './docker-archive.ts';
import { readTree } from './image-tree.ts';
import { layoutArchiveSource, layoutSource } from './layout-source.ts';
import { formatReference, type Reference, type RegistryReference } from './reference.ts';
import { type CredentialFinder, noCredentials } from './registry/credentials.ts';
import type { EndpointOptions } from './registry/endpoint.ts';
import type { ImageSource } from './source.ts';

export interface SourceOptions extends EndpointOptions {
  readonly client: HttpClient;
  readonly credentials?: CredentialFinder;
  /** Unix sockets of container engines, tried in this order. */
  readonly engineSockets?: readonly string[];
  /** Milliseconds since 1970; tokens run out by it. */
  readonly now: () => number;
}

const defaultSockets = ['/var/run/docker.sock', '/run/podman/podman.sock'];

function registrySource(reference: RegistryReference, options: SourceOptions): ImageSource {
  return {
    async read(request) {
      const { fetchDocument, openRepository, repositoryStore, targetOf } = await import(
        './registry/repository.ts'
      );
      const { credentials = noCredentials, ...rest } = options;
      const { signal } = request;
      const line = openRepository(reference, {
        ...rest,
        credentials,
        ...(signal !== undefined && { signal }),
      });
      const document = await fetchDocument(line, targetOf(reference));
      return readTree(repositoryStore(line), { document }, formatReference(reference), request);
    },
  };
}

/** The source of a parsed reference. Nothing is read before `read`. */
export function openSource(reference: Reference, options: SourceOptions): ImageSource {
  switch (reference.kind) {
    case 'registry':
      return registrySource(reference, options);
    case 'oci':
      return layoutSource(reference);
    case 'oci-archive':
      return layoutArchiveSource(reference.path);
    case 'docker-archive':
      return dockerArchiveSource(reference.path);
    case 'docker-daemon':
      return {
        read: async (request) => {
          const { daemonSource } = await import('./daemon-source.ts');
          return daemonSource(reference.name, options.engineSockets ?? defaultSockets).read(request);
        },
      };
  }
}
