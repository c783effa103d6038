// Docker Content Trust: whether a registry keeps trust data of a repository. Named, never evaluated.
import { z } from 'zod';
import { readWhole } from '../../http/chunks.ts';
import { parseReference } from '../../oci/reference.ts';
import { openRepository } from '../../oci/registry/repository.ts';
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
  }),
});

/**
 * One request. Docker's client looks for a notary server at the registry's own address (docker/cli
 * `trust.Server`), and so do we; at another server, Docker Hub's among them, nothing is asked. undefined: none, or the
 * registry did not let us look.
 */
export async function findContentTrust(
  reference: string,
  digest: Digest,
  { registryOptions, log }: Pick<Outside, 'registryOptions' | 'log'>,
): Promise<ContentTrust | undefined> {
  const place = parseReference(reference);
  if (place.kind !== 'registry' || place.registry === 'docker.io') return undefined;
  const { registry, repository } = place;
  const line = openRepository(place, registryOptions);
  // Relative to `/v2/REPOSITORY/`: the collection's name begins with the host.
  const url = new URL(`/v2/${registry}/${repository}/_trust/tuf/targets.json`, line.url(''));
  try {
    const response = await line.session.send({ url }, { actions: 'pull' });
    if (response.status !== 200) {
      response.discard();
      return undefined;
    }
    const refuse = (): OutsideError =>
      new OutsideError('protocol', 'too much trust data', 'Ask the registry.');
    const parsed = targetsSchema.safeParse(parseJson(await readWhole(response.body, ceiling, refuse)));
    return parsed.success ? { tags: tagsOf(parsed.data.signed.targets, digest) } : undefined;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.debug(`Docker Content Trust cannot be looked for: ${error.message}`);
    return undefined;
  }
}

/** What a reader is told of it. */
export function contentTrustSentence({ tags }: ContentTrust): string {
  const of = tags.length === 0 ? 'the repository, not of this digest' : `this digest as ${tags.join(', ')}`;
  return `Docker Content Trust: present, not evaluated (trust data of ${of})`;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function tagsOf(
  targets: z.infer<typeof targetsSchema>['signed']['targets'],
  digest: Digest,
): readonly string[] {
  const wanted = Buffer.from(digestHex(digest), 'hex').toString('base64');
  return Object.entries(targets)
    .filter(([, { hashes }]) => hashes.sha256 === wanted)
    .map(([tag]) => tag)
    .sort();
}
