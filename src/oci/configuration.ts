// The image configuration (image-spec config.md), parsed from verified bytes.
import { z } from 'zod';
import type { Digest } from '../terms/digest.ts';
import type { HistoryEntry, ImageConfig, Platform } from '../terms/image.ts';
import { ContentError } from '../terms/refusal.ts';
import { digestSchema } from './descriptor.ts';
import { foldKey, isJsonObject, type JsonValue, parseStrictJson } from './strict-json.ts';

const strings = z.array(z.string()).nullish();
const text = z.string().nullish();
const set = z.record(z.string(), z.unknown()).nullish();

const configSchema = z.object({
  architecture: text,
  os: text,
  variant: text,
  created: text,
  config: z
    .object({
      User: text,
      Env: strings,
      Entrypoint: strings,
      Cmd: strings,
      WorkingDir: text,
      ExposedPorts: set,
      Volumes: set,
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: text,
      Healthcheck: z.object({ Test: strings }).nullish(),
    })
    .nullish(),
  rootfs: z.object({ type: text, diff_ids: z.array(digestSchema).nullish() }).nullish(),
  history: z
    .array(
      z.object({
        created: text,
        created_by: text,
        author: text,
        comment: text,
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
type WireConfig = z.infer<typeof configSchema>;

const freeMaps = new Set(['Labels', 'ExposedPorts', 'Volumes']);

/** Per object, the names that a Go reader would also match in another spelling. */
const spellings: readonly (readonly [path: readonly string[], names: readonly string[]])[] = [
  [[], ['architecture', 'os', 'variant', 'created', 'config', 'rootfs', 'history']],
  [['rootfs'], ['type', 'diff_ids']],
  [
    ['config'],
    'User Env Entrypoint Cmd WorkingDir ExposedPorts Volumes Labels StopSignal Healthcheck'.split(' '),
  ],
];

function misspelt(root: JsonValue): string | undefined {
  for (const [path, names] of spellings) {
    let at: JsonValue | undefined = root;
    for (const step of path) at = isJsonObject(at) ? at[step] : undefined;
    if (!isJsonObject(at)) continue;
    const folded = new Map(names.map((name) => [foldKey(name), name]));
    const odd = Object.keys(at).find((key) => (folded.get(foldKey(key)) ?? key) !== key);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function historyOf(wire: WireConfig): HistoryEntry[] {
  return (wire.history ?? []).map((entry) => ({
    emptyLayer: entry.empty_layer === true,
    ...(entry.created && { created: entry.created }),
    ...(entry.created_by && { createdBy: entry.created_by }),
    ...(entry.author && { author: entry.author }),
    ...(entry.comment && { comment: entry.comment }),
  }));
}

function configOf(wire: WireConfig): ImageConfig {
  const run = wire.config ?? {};
  return {
    ...(wire.created && { created: wire.created }),
    ...(run.User && { user: run.User }),
    env: run.Env ?? [],
    entrypoint: run.Entrypoint ?? [],
    cmd: run.Cmd ?? [],
    ...(run.WorkingDir && { workingDir: run.WorkingDir }),
    exposedPorts: Object.keys(run.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(run.Volumes ?? {}).sort(),
    labels: run.Labels ?? {},
    ...(run.StopSignal && { stopSignal: run.StopSignal }),
    ...(run.Healthcheck?.Test && { healthcheck: run.Healthcheck.Test }),
    history: historyOf(wire),
    diffIds: wire.rootfs?.diff_ids ?? [],
  };
}

/** Parses a configuration whose bytes were verified; ContentError `malformed`, `ambiguous` or `ceiling`. */
export function parseConfiguration(
  bytes: Uint8Array,
  digest: Digest,
): { readonly config: ImageConfig; readonly platform: Platform } {
  const refuse = (code: 'malformed' | 'ambiguous', why: string) =>
    new ContentError({ code, what: 'config', digest, message: `the configuration ${digest} ${why}` });
  const root = parseStrictJson(bytes, { what: 'config', freeMaps });
  const odd = misspelt(root);
  if (odd !== undefined)
    throw refuse('ambiguous', `spells a field ${JSON.stringify(odd)}: readers disagree on it`);
  const parsed = configSchema.safeParse(root);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse('malformed', `is wrong at ${issue?.path.join('.') ?? 'its top'}: ${issue?.message ?? ''}`);
  }
  const { os, architecture, variant } = parsed.data;
  return {
    config: configOf(parsed.data),
    platform: {
      os: os || 'unknown',
      architecture: architecture || 'unknown',
      ...(variant && { variant }),
    },
  };
}
