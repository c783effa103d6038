// Fetches the provenance that BuildKit put beside an image: its Dockerfile, and what it was built upon.
import { inTotoMediaType } from '../../evidence/formats/media-types.ts';
import { readWhole } from '../../http/chunks.ts';
import { attachedDockerfile } from '../../inspection/attached-dockerfile.ts';
import type { Dockerfile } from '../../inspection/instruction-lines.ts';
import type { BuildBase } from '../../inspection/origin/base/dockerfile-base.ts';
import { baseOfProvenance } from '../../inspection/origin/base/provenance-base.ts';
import type { ContentRepository } from '../../oci/content-repository.ts';
import { parseReference } from '../../oci/reference.ts';
import { parseStrictJson } from '../../oci/strict-json.ts';
import type { Image } from '../../terms/image.ts';
import { ContentError } from '../../terms/refusal.ts';
import { settle } from '../deadline.ts';
import { evidencePlace } from '../evidence/repository.ts';
import type { Outside } from '../outside.ts';

const milliseconds = 20_000;
/** Provenance in full holds every step of the build. */
const ceiling = 16 * 1024 * 1024;

/** What the build recorded. Nobody signed it. */
export interface Provenance {
  readonly dockerfile?: Dockerfile;
  readonly base?: BuildBase;
}

/**
 * Empty where there is none. It is asked for to name lines and advise only: what cannot be had or read is told to the log and
 * stops nothing.
 */
export async function readProvenance(
  reference: string,
  { attestations = [] }: Pick<Image, 'attestations'>,
  outside: Pick<Outside, 'registryOptions' | 'log'>,
): Promise<Provenance> {
  const { kind } = parseReference(reference);
  if (kind !== 'registry' && kind !== 'oci') return {};
  const signal = AbortSignal.timeout(milliseconds);
  const found = await settle(
    async () => {
      const registryOptions = { ...outside.registryOptions, signal };
      const { repository } = await evidencePlace(reference, { registryOptions });
      return search(repository, attestations);
    },
    milliseconds,
    signal,
  );
  if (!('reason' in found)) return found;
  outside.log.debug(
    `${reference}: its provenance cannot be read, so no line of a Dockerfile is named: ${found.reason}`,
  );
  return {};
}

async function search(
  repository: ContentRepository,
  attestations: NonNullable<Image['attestations']>,
): Promise<Provenance> {
  for (const attestation of attestations) {
    const document = await repository.document(attestation);
    const layers = document.kind === 'manifest' ? document.layers : [];
    for (const layer of layers) {
      const type = layer.annotations?.['in-toto.io/predicate-type'] ?? '';
      if (layer.mediaType !== inTotoMediaType || !type.startsWith('https://slsa.dev/provenance/')) continue;
      const predicate = await predicateOf(repository, layer);
      const dockerfile = attachedDockerfile(predicate);
      const base = baseOfProvenance(predicate, dockerfile);
      if (dockerfile === undefined && base === undefined) continue;
      return { ...(dockerfile === undefined ? {} : { dockerfile }), ...(base === undefined ? {} : { base }) };
    }
  }
  return {};
}

async function predicateOf(
  repository: ContentRepository,
  layer: Parameters<ContentRepository['blob']>[0],
): Promise<unknown> {
  const bytes = await readWhole(repository.blob(layer, 'provenance'), ceiling, () => {
    const message = `has more than ${ceiling} bytes`;
    return new ContentError({ code: 'ceiling', what: 'provenance', digest: layer.digest, message });
  });
  const statement = parseStrictJson(bytes, { what: 'provenance', bytes: ceiling });
  return new Map(Object.entries(statement ?? {})).get('predicate');
}
