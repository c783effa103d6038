// The Dockerfile that BuildKit's provenance carries (`mode=max`), in SLSA 0.2 and 1: moby/buildkit, docs/attestations/slsa-definitions.md.
import { z } from 'zod';
import type { Dockerfile } from './instruction-lines.ts';

const infos = z
  .array(
    z.object({
      filename: z.string().optional(),
      language: z.string().optional(),
      data: z.string().optional(),
    }),
  )
  .nullish();
const metadata = z.object({ source: z.object({ infos }).nullish() }).nullish();
const request = z.object({ args: z.record(z.string(), z.string()).nullish() }).nullish();

const v02 = z.object({
  metadata: z.object({ 'https://mobyproject.org/buildkit@v1#metadata': metadata }),
  invocation: z.object({ parameters: request }).nullish(),
});
const v1 = z.object({
  runDetails: z.object({ metadata: z.object({ buildkit_metadata: metadata }) }),
  buildDefinition: z.object({ externalParameters: z.object({ request }).nullish() }).nullish(),
});

/**
 * Undefined where there is none. Nobody signed it: it may name a line, and decides nothing. `predicate` as it was parsed.
 */
export function attachedDockerfile(predicate: unknown): Dockerfile | undefined {
  const old = v02.safeParse(predicate);
  if (old.success) {
    const { metadata: said, invocation } = old.data;
    return pick(
      said['https://mobyproject.org/buildkit@v1#metadata']?.source?.infos,
      invocation?.parameters?.args,
    );
  }
  const current = v1.safeParse(predicate);
  if (!current.success) return undefined;
  const { runDetails, buildDefinition } = current.data;
  const { args } = buildDefinition?.externalParameters?.request ?? {};
  return pick(runDetails.metadata.buildkit_metadata?.source?.infos, args);
}

function pick(
  all: z.infer<typeof infos>,
  args: Readonly<Record<string, string>> | null | undefined,
): Dockerfile | undefined {
  const kept = (all ?? []).filter(({ data }) => data !== undefined);
  const found = kept.find(isDockerfile) ?? kept[0];
  if (found?.data === undefined) return undefined;
  const target = new Map(Object.entries(args ?? {})).get('target');
  return {
    file: fileOf(found.filename),
    text: Buffer.from(found.data, 'base64').toString('utf8'),
    ...(target === undefined ? {} : { target }),
  };
}

function isDockerfile({
  filename = '',
  language = '',
}: {
  filename?: string | undefined;
  language?: string | undefined;
}): boolean {
  return /^dockerfile$/i.test(language) || /(?:docker|container)file/i.test(filename);
}

/** Findings point to it in the checkout: nothing above it can be meant. */
function fileOf(name = ''): string {
  const plain = /^[\w./ -]{1,200}$/.test(name) && !/^\/|(?:^|\/)\.\.(?:\/|$)/.test(name);
  return plain ? name : 'Dockerfile';
}
