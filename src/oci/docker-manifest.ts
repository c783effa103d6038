// manifest.json of a docker archive: which file is the configuration and which are the layers of each image.
import { z } from 'zod';
import { type Digest, isDigest } from '../terms/digest.ts';
import { ContentError } from '../terms/refusal.ts';
import { foldKey, isJsonObject, parseStrictJson } from './strict-json.ts';

const manifestSchema = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullable(),
  }),
);

export interface DockerImage {
  /** Path of the configuration in the archive. */
  readonly config: string;
  readonly tags: readonly string[];
  /** Paths of the layers in the archive, lowest first. */
  readonly layers: readonly string[];
}

const names = new Map(['Config', 'RepoTags', 'Layers'].map((name) => [foldKey(name), name]));

/** Parses manifest.json; ContentError when it is not what `docker save` writes. */
export function parseDockerManifest(bytes: Uint8Array): readonly DockerImage[] {
  const root = parseStrictJson(bytes, { what: 'manifest' });
  const objects = Array.isArray(root) ? root.filter(isJsonObject) : [];
  const keys = objects.flatMap((object) => Object.keys(object));
  const odd = keys.find((key) => (names.get(foldKey(key)) ?? key) !== key);
  if (odd !== undefined) {
    const message = `manifest.json spells a field ${JSON.stringify(odd)}: readers disagree on it`;
    throw new ContentError({ code: 'ambiguous', what: 'manifest', message });
  }
  const parsed = manifestSchema.safeParse(root);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `manifest.json is wrong at ${issue?.path.join('.') ?? 'its top'}: ${issue?.message ?? ''}`;
    throw new ContentError({ code: 'malformed', what: 'manifest', message });
  }
  return parsed.data.map((image) => ({
    config: image.Config,
    tags: image.RepoTags ?? [],
    layers: image.Layers ?? [],
  }));
}

/** The digest that a path in the archive is named by: `HEX.json`, `blobs/sha256/HEX`. */
export function digestInName(path: string): Digest | undefined {
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json|\.tar)?$/.exec(path)?.[1];
  const digest = `sha256:${hex}`;
  return hex !== undefined && isDigest(digest) ? digest : undefined;
}
