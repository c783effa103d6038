// Provenance as others write it: SLSA v1 (actions/attest, BuildKit) and v0.2 (BuildKit, older generators), in one shape.
import { z } from 'zod';
import { Rejection } from '../verify/rejection.ts';
import { predicateTypes } from './predicate-types.ts';

/** What a reader wants to know of a build. All of it is what the builder claims. */
export interface Provenance {
  readonly builder: string;
  readonly buildType: string;
  /** Repository of the source. */
  readonly source?: string;
  readonly ref?: string;
  /** Hex digits of the commit. */
  readonly commit?: string;
  /** Page of the run. */
  readonly run?: string;
  readonly materials: readonly { readonly uri: string; readonly digest?: string }[];
}

const digest = z.record(z.string(), z.string());
const text = z.string();
const workflow = z.object({ ref: text.optional(), repository: text.optional(), path: text.optional() });
const v1 = z.object({
  buildDefinition: z.object({
    buildType: text,
    externalParameters: z.object({ workflow: workflow.optional() }).catch({}),
    resolvedDependencies: z.array(z.object({ uri: text.optional(), digest: digest.optional() })).optional(),
  }),
  runDetails: z.object({
    builder: z.object({ id: text }),
    metadata: z.object({ invocationId: text.optional() }).optional(),
  }),
});
const v02 = z.object({
  builder: z.object({ id: text }),
  buildType: text,
  invocation: z
    .object({ configSource: z.object({ uri: text.optional(), digest: digest.optional() }).optional() })
    .optional(),
  metadata: z.object({ buildInvocationID: text.optional() }).optional(),
  materials: z.array(z.object({ uri: text, digest: digest.optional() })).optional(),
});

function parse<T>(schema: z.ZodType<T>, predicate: unknown): T {
  const parsed = schema.safeParse(predicate);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Rejection('predicate', `the provenance is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
}

function withDigest(uri: string, digests: Readonly<Record<string, string>> | undefined) {
  const [first] = Object.entries(digests ?? {});
  return { uri, ...(first !== undefined && { digest: first.join(':') }) };
}

function optional(fields: { [K in 'source' | 'ref' | 'commit' | 'run']?: string | undefined }) {
  const { source, ref, commit, run } = fields;
  return {
    ...(source !== undefined && { source }),
    ...(ref !== undefined && { ref }),
    ...(commit !== undefined && { commit }),
    ...(run !== undefined && { run }),
  };
}

function readV1(predicate: unknown): Provenance {
  const { buildDefinition, runDetails } = parse(v1, predicate);
  const { externalParameters, resolvedDependencies = [] } = buildDefinition;
  const { repository, ref } = externalParameters.workflow ?? {};
  const commit = resolvedDependencies.find(({ digest: of }) => of?.gitCommit !== undefined)?.digest
    ?.gitCommit;
  return {
    builder: runDetails.builder.id,
    buildType: buildDefinition.buildType,
    ...optional({ source: repository, ref, commit, run: runDetails.metadata?.invocationId }),
    materials: resolvedDependencies.flatMap(({ uri, digest: of }) =>
      uri === undefined ? [] : [withDigest(uri, of)],
    ),
  };
}

function readV02(predicate: unknown): Provenance {
  const { builder, buildType, invocation, metadata, materials = [] } = parse(v02, predicate);
  const { uri, digest: of } = invocation?.configSource ?? {};
  return {
    builder: builder.id,
    buildType,
    ...optional({ source: uri, ref: undefined, commit: of?.sha1, run: metadata?.buildInvocationID }),
    materials: materials.map((one) => withDigest(one.uri, one.digest)),
  };
}

/** undefined: another predicate type. Rejection `predicate`. */
export function parseProvenance(predicateType: string, predicate: unknown): Provenance | undefined {
  if (predicateType === predicateTypes.provenance) return readV1(predicate);
  if (predicateType === predicateTypes.provenance02) return readV02(predicate);
  return undefined;
}
