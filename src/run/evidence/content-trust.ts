// Docker Content Trust: whether a registry keeps trust data of a repository. Named, never evaluated.
import { z } from 'zod';
import { readWhole } from '../../http/chunks.ts';
import { parseReference, type RegistryReference } from '../../oci/reference.ts';
import type { CredentialFinder } from '../../oci/registry/credentials.ts';
import { registryOrigin } from '../../oci/registry/endpoint.ts';
import type { RegistryOptions } from '../../oci/registry/repository.ts';
import { openSession } from '../../oci/registry/session.ts';
import { type Digest, digestHex } from '../../terms/digest.ts';
import { OutsideError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';

export interface ContentTrust {
  /** Tags whose trust data name the image's digest, sorted; empty: the repository's name others. */
  readonly tags: readonly string[];
}

const ceiling = 4 * 1024 * 1024;
const targetsSchema = z.object({
  signed: z.object({
    _type: z.literal('Targets'),
    targets: z.record(z.string(), z.object({ hashes: z.record(z.string(), z.string()) })),
    delegations: z.object({ roles: z.array(z.object({ name: z.string() })) }).nullish(),
  }),
});
type Targets = z.infer<typeof targetsSchema>['signed'];

/** Docker Hub keeps trust data apart from its registry (docker/cli `trust.Server`). */
const hubServer = 'https://notary.docker.io';
/** Where Docker's client signs tags once somebody was delegated to (docker/cli `trust.ReleasesRole`). */
const releases = 'targets/releases';

/**
 * One request, or two where tags are delegated; a token apart. Docker's client looks for a notary server at the registry's
 * own address, and for Docker Hub at its own; so do we. undefined: no trust data, or we were not let to look.
 */
export async function findContentTrust(
  reference: string,
  digest: Digest,
  { registryOptions, log }: Pick<Outside, 'registryOptions' | 'log'>,
): Promise<ContentTrust | undefined> {
  const place = parseReference(reference);
  if (place.kind !== 'registry') return undefined;
  const role = openCollection(place, registryOptions);
  try {
    const targets = await role('targets');
    if (targets === undefined) return undefined;
    const tags = tagsOf(targets, digest);
    const delegated = targets.delegations?.roles.some(({ name }) => name === releases) === true;
    const released = tags.length === 0 && delegated ? await role(releases) : undefined;
    return { tags: released === undefined ? tags : tagsOf(released, digest) };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.debug(`Docker Content Trust cannot be looked for: ${error.message}`);
    return undefined;
  }
}

/** Reads roles of one collection, whose name begins with the host, in the address and in the scope of a token. */
function openCollection(
  { registry, repository }: RegistryReference,
  options: RegistryOptions,
): (role: string) => Promise<Targets | undefined> {
  const server = registry === 'docker.io' ? new URL(hubServer) : registryOrigin(registry, options);
  const collection = `${registry}/${repository}`;
  const credentials: CredentialFinder = (host) => options.credentials(host, repository);
  const session = openSession(server, registry, collection, { ...options, credentials });
  return async (role) => {
    const url = new URL(`/v2/${collection}/_trust/tuf/${role}.json`, server);
    const response = await session.send({ url }, { actions: 'pull' });
    if (response.status !== 200) {
      response.discard();
      return undefined;
    }
    const refuse = (): OutsideError =>
      new OutsideError('protocol', 'too much trust data', 'Ask the registry.');
    const parsed = targetsSchema.safeParse(parseJson(await readWhole(response.body, ceiling, refuse)));
    return parsed.success ? parsed.data.signed : undefined;
  };
}

/** Tags that a sentence names; a registry may state thousands. */
const namedTags = 5;

/** What a reader is told of it. */
export function contentTrustSentence({ tags }: ContentTrust): string {
  const rest = tags.length > namedTags ? ` and ${tags.length - namedTags} more` : '';
  const named = `${tags.slice(0, namedTags).join(', ')}${rest}`;
  const of = tags.length === 0 ? 'the repository, not of this digest' : `this digest as ${named}`;
  return `Docker Content Trust: present, not evaluated (trust data of ${of})`;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function tagsOf({ targets }: Targets, digest: Digest): readonly string[] {
  const wanted = Buffer.from(digestHex(digest), 'hex').toString('base64');
  return Object.entries(targets)
    .filter(([, { hashes }]) => hashes.sha256 === wanted)
    .map(([tag]) => tag)
    .sort();
}
