// Manifests and indexes, parsed so that no other reader can take them for something else.
import { z } from 'zod';
import type { Digest } from '../terms/digest.ts';
import { ContentError, type RefusalCode } from '../terms/refusal.ts';
import { annotationsSchema, descriptorSchema, type WireDescriptor } from './descriptor.ts';
import { documentKind, mediaTypes } from './media-types.ts';
import { foldKey, isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from './strict-json.ts';

const indexSchema = z.object({
  manifests: z.array(descriptorSchema).nullable(),
  artifactType: z.string().optional(),
  subject: descriptorSchema.optional(),
  annotations: annotationsSchema.nullish(),
});
const manifestSchema = z.object({
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
  artifactType: z.string().optional(),
  subject: descriptorSchema.optional(),
  annotations: annotationsSchema.nullish(),
});

interface DocumentHead {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly artifactType?: string;
  readonly subject?: WireDescriptor;
  readonly annotations: Readonly<Record<string, string>>;
}
export interface IndexDocument extends DocumentHead {
  readonly kind: 'index';
  readonly manifests: readonly WireDescriptor[];
}
export interface ManifestDocument extends DocumentHead {
  readonly kind: 'manifest';
  readonly config: WireDescriptor;
  readonly layers: readonly WireDescriptor[];
}
export type Document = IndexDocument | ManifestDocument;

const freeMaps = new Set(['annotations']);

/** Names that a Go reader matches without regard to case; spelled otherwise, only that reader would see them. */
const fieldNames = new Map(
  (
    'schemaVersion mediaType artifactType config layers manifests subject annotations digest size urls data ' +
    'platform architecture os variant fsLayers history signatures'
  )
    .split(' ')
    .map((name) => [foldKey(name), name]),
);

function misspelt(value: JsonValue): string | undefined {
  if (Array.isArray(value)) return value.map(misspelt).find((name) => name !== undefined);
  if (!isJsonObject(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const name = fieldNames.get(foldKey(key));
    if (name !== undefined && name !== key) return key;
    const deeper = key === 'annotations' ? undefined : misspelt(inner);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function declaredType(root: JsonObject, declared: string | undefined, refuse: Refuse): string {
  const own = root.mediaType;
  if (own !== undefined && typeof own !== 'string')
    throw refuse('malformed', 'has a mediaType that is no text');
  if (own !== undefined && declared !== undefined && own !== declared) {
    throw refuse('media-type', `calls itself ${own}, but was announced as ${declared}`);
  }
  const type = own ?? declared;
  if (type !== undefined) return type;
  return 'manifests' in root ? mediaTypes.ociIndex : mediaTypes.ociManifest;
}

type Refuse = (code: RefusalCode, why: string) => ContentError;

/**
 * Parses a manifest or index. `announced` is the descriptor's or the response's media type.
 * ContentError: `ambiguous` (layers and manifests in one, CVE-2021-41190; odd spelling), `media-type`, `unsupported`
 * (schema 1), `malformed`, `ceiling`.
 */
export function parseDocument(bytes: Uint8Array, digest: Digest, announced: string | undefined): Document {
  const refuse: Refuse = (code, why) =>
    new ContentError({ code, what: 'manifest', digest, message: `the manifest ${digest} ${why}` });
  const root = parseStrictJson(bytes, { what: 'manifest', freeMaps });
  if (!isJsonObject(root)) throw refuse('malformed', 'is not an object');
  const odd = misspelt(root);
  if (odd !== undefined)
    throw refuse('ambiguous', `spells a field ${JSON.stringify(odd)}: readers disagree on it`);
  const mediaType = declaredType(root, announced, refuse);
  const kind = documentKind(mediaType);
  if (kind === 'schema1' || root.schemaVersion === 1) {
    throw refuse('unsupported', 'has schema 1, which names no configuration to verify; push the image again');
  }
  if (kind === undefined) throw refuse('media-type', `has the media type ${mediaType}, which is no image's`);
  if (root.schemaVersion !== 2) throw refuse('malformed', 'does not say schemaVersion 2');
  const foreign = kind === 'index' ? ['layers', 'config', 'fsLayers'] : ['manifests', 'fsLayers'];
  const clash = foreign.find((name) => name in root);
  if (clash !== undefined) throw refuse('ambiguous', `is announced as ${mediaType} but has ${clash}`);

  const parsed = kind === 'index' ? indexSchema.safeParse(root) : manifestSchema.safeParse(root);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse('malformed', `is wrong at ${issue?.path.join('.') ?? 'its top'}: ${issue?.message ?? ''}`);
  }
  const { artifactType, subject, annotations } = parsed.data;
  const head: DocumentHead = {
    mediaType,
    digest,
    bytes,
    annotations: annotations ?? {},
    ...(artifactType !== undefined && { artifactType }),
    ...(subject !== undefined && { subject }),
  };
  return 'layers' in parsed.data
    ? { kind: 'manifest', ...head, config: parsed.data.config, layers: parsed.data.layers }
    : { kind: 'index', ...head, manifests: parsed.data.manifests ?? [] };
}
