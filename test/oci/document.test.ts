// A manifest that could pass for something else is refused with the reason.
import { expect, test } from '@jest/globals';
import { parseDocument } from '../../src/oci/document.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { ContentError } from '../../src/terms/refusal.ts';
import { descriptorOf, json, sampleImage, sha256 } from './sample-image.ts';

const image = sampleImage(['a']);
const manifest = JSON.parse(image.manifest.toString());
const entry = { ...image.descriptor, platform: { os: 'linux', architecture: 'amd64' } };
const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [entry] };
const { mediaType: _, ...untyped } = manifest;

function codeOf(value: unknown, announced: string | undefined): string {
  const bytes = json(value);
  try {
    return parseDocument(bytes, sha256(bytes), announced).kind;
  } catch (error) {
    return error instanceof ContentError ? error.refusal.code : String(error);
  }
}

test.each([
  ['a manifest', manifest, mediaTypes.ociManifest, 'manifest'],
  ['a manifest that names no type', untyped, mediaTypes.ociManifest, 'manifest'],
  ['an index', index, mediaTypes.ociIndex, 'index'],
  ['an index whose list is null', { ...index, manifests: null }, mediaTypes.ociIndex, 'index'],
  ['an index without any announcement', { ...index, mediaType: undefined }, undefined, 'index'],
  [
    'annotations that differ in case only',
    { ...manifest, annotations: { name: 'a', Name: 'b', layers: 'c' } },
    mediaTypes.ociManifest,
    'manifest',
  ],
  ['layers and manifests in one', { ...manifest, manifests: [entry] }, mediaTypes.ociManifest, 'ambiguous'],
  ['an index with a config', { ...index, config: manifest.config }, mediaTypes.ociIndex, 'ambiguous'],
  ['a manifest with schema 1 layers', { ...manifest, fsLayers: [] }, mediaTypes.ociManifest, 'ambiguous'],
  ['a second list in capitals', { ...index, Layers: [] }, mediaTypes.ociIndex, 'ambiguous'],
  [
    'an odd spelling deep inside',
    { ...manifest, config: { ...manifest.config, Digest: 1 } },
    mediaTypes.ociManifest,
    'ambiguous',
  ],
  [
    'Urls in place of urls',
    { ...manifest, layers: [{ ...manifest.layers[0], Urls: ['http://x'] }] },
    mediaTypes.ociManifest,
    'ambiguous',
  ],
  ['a manifest announced as an index', manifest, mediaTypes.ociIndex, 'media-type'],
  ['an index announced as a manifest', index, mediaTypes.ociManifest, 'media-type'],
  ['an untyped manifest announced as an index', untyped, mediaTypes.ociIndex, 'ambiguous'],
  ['an OCI manifest announced as Docker’s', manifest, mediaTypes.dockerManifest, 'media-type'],
  ['a web page', manifest, 'text/html', 'media-type'],
  ['schema 1', { schemaVersion: 1, fsLayers: [] }, undefined, 'unsupported'],
  [
    'schema 1 by type',
    { schemaVersion: 1 },
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'unsupported',
  ],
  ['no schema version', { ...manifest, schemaVersion: undefined }, mediaTypes.ociManifest, 'malformed'],
  [
    'a negative size',
    { ...manifest, config: { ...manifest.config, size: -1 } },
    mediaTypes.ociManifest,
    'malformed',
  ],
  [
    'a size as text',
    { ...manifest, config: { ...manifest.config, size: '7' } },
    mediaTypes.ociManifest,
    'malformed',
  ],
  [
    'a digest that leads elsewhere',
    { ...manifest, config: { ...manifest.config, digest: 'sha256:../../etc' } },
    mediaTypes.ociManifest,
    'malformed',
  ],
  [
    'a digest in capitals',
    { ...manifest, config: { ...manifest.config, digest: manifest.config.digest.toUpperCase() } },
    mediaTypes.ociManifest,
    'malformed',
  ],
  ['no layers', { ...manifest, layers: undefined }, mediaTypes.ociManifest, 'malformed'],
])('%s: %#', (_name, value, announced, expected) => {
  expect(codeOf(value, announced)).toBe(expected);
});

test('annotations may be spelled like fields', () => {
  const annotated = { ...manifest, annotations: { Layers: 'three', Digest: 'none' } };
  expect(codeOf(annotated, mediaTypes.ociManifest)).toBe('manifest');
  expect(descriptorOf('x', Buffer.from('')).size).toBe(0);
});
