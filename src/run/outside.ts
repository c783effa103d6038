// Everything outside that the use cases need, opened once from the environment: one place for the CLI and the Action.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openHttpClient } from '../http/client.ts';
import type { HttpClient } from '../http/message.ts';
import { type LayerCache, openLayerCache } from '../image/layer-cache.ts';
import { parseReference } from '../oci/reference.ts';
import type { CredentialFinder, Credentials } from '../oci/registry/credentials.ts';
import type { RegistryOptions } from '../oci/registry/repository.ts';
import type { ImageSource } from '../oci/source.ts';
import { build } from '../terms/build.ts';
import type { AdvisoryAddresses, Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';
import { makeFolder } from '../terms/folder.ts';
import { readGivenText } from '../terms/given-file.ts';
import type { Clock, Log, Random } from '../terms/ports.ts';
import { version } from '../terms/version.ts';
import { engineSockets } from './image/engine-sockets.ts';
import { type OutcomeCache, openOutcomeCache } from './image/outcome-cache.ts';

export interface Outside {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly client: HttpClient;
  /** Directory of the store and the layer cache. */
  readonly home: string;
  /** Directory of gates that passed, for whoever signs after them; absent: none are kept. */
  readonly keptGates?: string | undefined;
  readonly layerCache: LayerCache | undefined;
  /** None where layers are not cached, and where the program runs from its sources: then nothing tells which it is. */
  readonly outcomes?: OutcomeCache | undefined;
  /** Where advisories are asked for and fetched from. */
  readonly advisories: AdvisoryAddresses;
  readonly registryOptions: RegistryOptions;
  openImage(reference: string): ImageSource;
  close(): void;
}

export interface OutsideOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly layerCache: boolean;
  /** As in `Outside`. */
  readonly keptGates?: string | undefined;
  /** Used where the Docker configuration has nothing for the registry. */
  readonly login?: Credentials;
  /** Registries to speak plain HTTP to, besides loopback. */
  readonly insecure?: readonly string[];
}

/** Opens nothing on the network or disk until it is used, but for the file of further certificates. */
export function openOutside(options: OutsideOptions): Outside {
  const { environment, clock, log, random } = options;
  const { httpProxy, httpsProxy, noProxy, caFile, home } = environment;
  const client = openHttpClient({
    userAgent: `seaworthy/${version}`,
    proxies: {
      ...(httpProxy === undefined ? {} : { http: httpProxy }),
      ...(httpsProxy === undefined ? {} : { https: httpsProxy }),
      ...(noProxy === undefined ? {} : { no: noProxy }),
    },
    ...(caFile === undefined ? {} : { certificates: [readCertificates(caFile)] }),
  });
  const registryOptions = {
    client,
    credentials: finder(join(environment.dockerConfig, 'config.json'), options.login),
    now: () => clock.now().getTime(),
    ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
  };
  const caches = options.layerCache && isUsable(home, log);
  for (const [name, address] of Object.entries(environment.advisories)) checkAddress(name, address);
  return {
    clock,
    log,
    random,
    client,
    home,
    keptGates: options.keptGates,
    layerCache: caches ? openLayerCache(join(home, 'layers'), log) : undefined,
    outcomes: caches && build !== undefined ? openOutcomeCache(join(home, 'layers'), build, log) : undefined,
    advisories: environment.advisories,
    registryOptions,
    openImage(text) {
      const reference = parseReference(text);
      if (reference.kind === 'registry' && existsSync(text)) {
        const meant = statSync(text).isDirectory()
          ? `the folder here is oci:${text}`
          : `the file here is oci-archive:${text} or docker-archive:${text}`;
        log.warn(`${text} is taken for a name in a registry; ${meant}.`);
      }
      const sockets = reference.kind === 'docker-daemon' ? engineSockets(environment.dockerHost) : undefined;
      const from = { ...registryOptions, ...(sockets === undefined ? {} : { engineSockets: sockets }) };
      return {
        // Loaded when it is read: what speaks to registries and engines is much, and images in files need none of it.
        read: async (request) =>
          (await import('../oci/open-source.ts')).openSource(reference, from).read(request),
      };
    },
    close: () => client.close(),
  };
}

/** Nothing can be kept where the home cannot be written: said once, and everything is read anew. */
function isUsable(home: string, log: Log): boolean {
  try {
    makeFolder(home, 0o700);
    accessSync(home, constants.W_OK);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(`nothing is kept for the next run: ${home} cannot be written (${reason}). Set SEAWORTHY_HOME.`);
    return false;
  }
}

/** The Docker configuration knows best; a login of the caller serves registries that it does not know. */
function finder(dockerConfig: string, login: Credentials | undefined): CredentialFinder {
  let configured: Promise<CredentialFinder> | undefined;
  const load = async (): Promise<CredentialFinder> => {
    const { dockerCredentials } = await import('../oci/registry/docker-config.ts');
    return dockerCredentials(dockerConfig);
  };
  return async (registry, repository) => {
    configured ??= load();
    return (await (await configured)(registry, repository)) ?? login;
  };
}

const variables = new Map([
  ['api', 'SEAWORTHY_OSV_API'],
  ['bucket', 'SEAWORTHY_OSV_BUCKET'],
  ['knownExploited', 'SEAWORTHY_KEV_URL'],
]);

function checkAddress(name: string, address: string | undefined): void {
  if (address === undefined || /^https?:$/.test(URL.parse(address)?.protocol ?? '')) return;
  const variable = variables.get(name) ?? name;
  throw new UserError(
    'usage',
    `${variable} is no web address: ${address}`,
    'Write it like https://osv.example, or unset it.',
  );
}

function readCertificates(file: string): string {
  try {
    return readGivenText(file);
  } catch (cause) {
    const fix = 'Name a readable PEM file, or unset SEAWORTHY_CA_FILE and NODE_EXTRA_CA_CERTS.';
    throw new UserError('usage', `the certificates in ${file} cannot be read`, fix, { cause });
  }
}
