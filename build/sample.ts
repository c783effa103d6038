// Builds the tour's images from their recipe: an OCI layout, the same bytes each time (stored, not deflated: deflate differs between processors).
import { createHash, createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { z } from 'zod';
import { writeTar } from './tar.ts';

const recipe = z.object({
  created: z
    .date()
    .or(z.string())
    .transform((value) => new Date(value)),
  layers: z.record(
    z.string(),
    z.object({
      createdBy: z.string(),
      files: z.record(z.string(), z.string()).default({}),
      /** Path → what a private key is derived from: it opens nothing, and no key stands in the repository's text. */
      keys: z.record(z.string(), z.string()).default({}),
    }),
  ),
  images: z.record(z.string(), z.array(z.string())),
  config: z.object({
    user: z.string(),
    entrypoint: z.array(z.string()),
    workingDir: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
});
type Recipe = z.infer<typeof recipe>;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface BuiltLayer {
  readonly descriptor: Descriptor;
  readonly diffId: string;
  readonly createdBy: string;
}

/** Reads `<folder>/recipe.yaml`, writes the OCI layout `<target>`. */
export function buildSample(folder: string, target: string): void {
  const plan = recipe.parse(parse(readFileSync(join(folder, 'recipe.yaml'), 'utf8')));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'blobs/sha256'), { recursive: true });
  const put = (mediaType: string, bytes: Buffer): Descriptor => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(target, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (mediaType: string, value: unknown): Descriptor =>
    put(mediaType, Buffer.from(JSON.stringify(value)));
  const layers = new Map(
    Object.entries(plan.layers).map(([name, layer]) => [name, buildLayer(layer, plan, put)]),
  );
  const manifests = Object.entries(plan.images).map(([tag, names]) => {
    const built = names.map((name) => layers.get(name)).filter((layer) => layer !== undefined);
    const config = json('application/vnd.oci.image.config.v1+json', configuration(plan, built));
    const manifest = json('application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: built.map((layer) => layer.descriptor),
    });
    return { ...manifest, annotations: { 'org.opencontainers.image.ref.name': tag } };
  });
  writeFileSync(join(target, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests };
  writeFileSync(join(target, 'index.json'), JSON.stringify(index));
}

function buildLayer(
  layer: Recipe['layers'][string],
  plan: Recipe,
  put: (mediaType: string, bytes: Buffer) => Descriptor,
): BuiltLayer {
  const keys = Object.entries(layer.keys).map(([path, seed]) => [path, privateKey(seed)] as const);
  const tar = writeTar(
    { ...layer.files, ...Object.fromEntries(keys) },
    Math.floor(plan.created.getTime() / 1000),
  );
  return {
    descriptor: put('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(tar, { level: 0 })),
    diffId: `sha256:${createHash('sha256').update(tar).digest('hex')}`,
    createdBy: layer.createdBy,
  };
}

/** An Ed25519 key in PKCS #8 (RFC 8410), the same for the same seed. */
function privateKey(seed: string): string {
  const secret = createHash('sha256').update(seed).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function configuration(plan: Recipe, layers: readonly BuiltLayer[]): unknown {
  const created = plan.created.toISOString();
  return {
    created,
    architecture: 'amd64',
    os: 'linux',
    config: {
      User: plan.config.user,
      Entrypoint: plan.config.entrypoint,
      WorkingDir: plan.config.workingDir,
      Labels: plan.config.labels,
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map((layer) => ({ created, created_by: layer.createdBy })),
  };
}
