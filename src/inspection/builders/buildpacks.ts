// Layers of Cloud Native Buildpacks: which buildpack made each, as the label of their lifecycle says.
import { z } from 'zod';
import type { Layer } from '../../terms/image.ts';
import type { LayerKind } from '../layer-kind.ts';
import type { LayerOrigin } from './layer-origin.ts';

/** Platform Interface Specification, «Labels»; buildpacks/lifecycle, `LayersMetadata`, compared on 2026-11-28. */
const label = 'io.buildpacks.lifecycle.metadata';
const ceiling = 4 * 1024 * 1024;

const part = z.object({ sha: z.string().optional() }).nullish();
const packs = z
  .array(
    z.object({
      key: z.string(),
      version: z.string().nullish(),
      layers: z.record(z.string(), z.object({ sha: z.string().optional() })).nullish(),
    }),
  )
  .nullish();
/** «sha» is the digest of the plain layer. */
const metadata = z.object({
  app: z.union([z.array(part), part]).nullish(),
  sbom: part,
  config: part,
  launcher: part,
  'process-types': part,
  buildpacks: packs,
  extensions: packs,
  runImage: z.object({ topLayer: z.string().nullish() }).nullish(),
});
type Metadata = z.infer<typeof metadata>;

/** One a layer; undefined for layers that the label does not name, and for all where there is no such label. */
export function buildpackLayers(
  labels: Readonly<Record<string, string>>,
  layers: readonly Layer[],
): readonly (LayerOrigin | undefined)[] {
  const said = readLabel(new Map(Object.entries(labels)).get(label));
  if (said === undefined) return layers.map(() => undefined);
  const made = namedLayers(said);
  const top = layers.findIndex(({ diffId }) => diffId !== undefined && diffId === said.runImage?.topLayer);
  return layers.map(({ diffId }, index) => {
    if (index <= top) return { builder: 'buildpacks', kind: 'base', words: 'run image of the buildpacks' };
    return made.get(diffId ?? '');
  });
}

function readLabel(text: string | undefined): Metadata | undefined {
  if (text === undefined || text.length > ceiling) return undefined;
  try {
    const parsed = metadata.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    // Whoever built the image wrote the label: what is no JSON says nothing.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function namedLayers(said: Metadata): ReadonlyMap<string, LayerOrigin> {
  const made = new Map<string, LayerOrigin>();
  const put = (sha: string | undefined, kind: LayerKind, words: string): void => {
    if (sha !== undefined && !made.has(sha)) made.set(sha, { builder: 'buildpacks', kind, words });
  };
  for (const { key, version, layers } of [...(said.buildpacks ?? []), ...(said.extensions ?? [])]) {
    const name = version ? `${key}@${version}` : key;
    for (const [layer, { sha }] of Object.entries(layers ?? {})) {
      put(sha, 'middleware', `layer ${layer} of buildpack ${name}`);
    }
  }
  const slices = Array.isArray(said.app) ? said.app : [said.app];
  for (const slice of slices) put(slice?.sha, 'app', 'application, by buildpacks');
  put(said.sbom?.sha, 'app', 'bill of materials, by buildpacks');
  put(said.launcher?.sha, 'middleware', 'launcher of the buildpacks');
  put(said.config?.sha, 'app', 'settings of the launcher, by buildpacks');
  put(said['process-types']?.sha, 'app', 'process types, by buildpacks');
  return made;
}
