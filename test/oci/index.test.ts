// Indexes: every platform by default, attestations left out, odd ones refused without losing the others.
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parsePlatform } from '../../src/oci/platforms.ts';
import { parseReference } from '../../src/oci/reference.ts';
import { refusalsOf } from '../../src/oci/source.ts';
import { type LoopbackRegistry, startRegistry } from './loopback-registry.ts';
import { counting, jumpingPace } from './reading.ts';
import { descriptorOf, json, type SampleImage, sampleImage, sha256 } from './sample-image.ts';

const amd = sampleImage(['base', 'amd64 part']);
const arm = sampleImage(['base', 'arm64 part'], { architecture: 'arm64' });

function entry(image: SampleImage, architecture: string, more: object = {}) {
  return { ...image.descriptor, platform: { os: 'linux', architecture }, ...more };
}

function addIndex(registry: LoopbackRegistry, manifests: readonly object[], tag = 'v1') {
  const bytes = json({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
  const stored = { bytes, type: mediaTypes.ociIndex };
  registry.manifests.set(tag, stored);
  registry.manifests.set(sha256(bytes), stored);
  return descriptorOf(mediaTypes.ociIndex, bytes);
}

async function read(prepare: (registry: LoopbackRegistry) => void, request = counting()) {
  const registry = await startRegistry();
  prepare(registry);
  const pace = jumpingPace();
  const client = openHttpClient({ pace, attempts: 2 });
  try {
    const source = openSource(parseReference(`${registry.host}/a/b:v1`), { client, now: pace.now });
    return { set: await source.read(request), request, registry };
  } finally {
    client.close();
    await registry.close();
  }
}

function both(registry: LoopbackRegistry) {
  registry.add(amd, 'amd');
  registry.add(arm, 'arm');
}

const attestation = sampleImage(['{}']);

test('all platforms are read, a shared layer once, attestations not at all', async () => {
  const { set, request, registry } = await read((one) => {
    both(one);
    one.add(attestation, 'att');
    addIndex(one, [
      entry(amd, 'amd64'),
      entry(arm, 'arm64', { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } }),
      {
        ...attestation.descriptor,
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ]);
  });
  expect(set.refusals).toEqual([]);
  expect(set.images.map(({ platform }) => platform)).toEqual([
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
  ]);
  expect(set.index?.digest).toBe(set.images[0]?.indexDigest);
  expect([...request.handed].sort()).toEqual([...new Set([...amd.layerDigests, ...arm.layerDigests])].sort());
  expect(registry.requests.filter(({ line }) => line.endsWith(`/blobs/${amd.layerDigests[0]}`))).toHaveLength(
    1,
  );
});

test('one platform is enough when one is asked for, and a missing one is named', async () => {
  const prepare = (one: LoopbackRegistry) => {
    both(one);
    addIndex(one, [entry(amd, 'amd64'), entry(arm, 'arm64')]);
  };
  const { set } = await read(prepare, counting({ platforms: [parsePlatform('linux/arm64/v8')] }));
  expect(set.images.map(({ digest }) => digest)).toEqual([arm.descriptor.digest]);
  await expect(read(prepare, counting({ platforms: [parsePlatform('linux/s390x')] }))).rejects.toMatchObject({
    code: 'platform',
    fix: 'It has linux/amd64, linux/arm64; ask for one of these.',
  });
});

test('an index within an index is followed, but not for ever', async () => {
  const { set } = await read((one) => {
    both(one);
    addIndex(one, [addIndex(one, [entry(amd, 'amd64')], 'inner')]);
  });
  expect(set.images).toHaveLength(1);
  const deep = await read((one) => {
    both(one);
    let inner: object = entry(amd, 'amd64');
    for (let level = 0; level < 8; level += 1) inner = addIndex(one, [inner]);
  });
  expect(deep.set.images).toEqual([]);
  expect(deep.set.refusals).toMatchObject([{ code: 'ceiling' }]);
});

test('a damaged layer makes only its images incomplete', async () => {
  const { set } = await read((one) => {
    both(one);
    one.blobs.set(arm.layerDigests[1] ?? '', Buffer.from('damaged'));
    addIndex(one, [entry(amd, 'amd64'), entry(arm, 'arm64')]);
  });
  const [first, second] = set.images;
  expect(set.layers.size).toBe(2);
  expect(first === undefined ? undefined : refusalsOf(set, first)).toEqual([]);
  expect(second === undefined ? undefined : refusalsOf(set, second)).toMatchObject([
    { digest: arm.layerDigests[1] },
  ]);
});

test.each([
  [
    'a manifest announced as an index',
    (one: LoopbackRegistry) => addIndex(one, [{ ...amd.descriptor, mediaType: mediaTypes.ociIndex }]),
    'media-type',
  ],
  [
    'a manifest announced with another size',
    (one: LoopbackRegistry) => addIndex(one, [{ ...amd.descriptor, size: 5 }]),
    'size-mismatch',
  ],
  [
    'a manifest that is missing',
    (one: LoopbackRegistry) => addIndex(one, [{ ...amd.descriptor, digest: `sha256:${'0'.repeat(64)}` }]),
    'truncated',
  ],
  [
    'a blob that is missing',
    (one: LoopbackRegistry) => one.blobs.delete(amd.layerDigests[0] ?? ''),
    'truncated',
  ],
])('%s is refused', async (_, prepare, code) => {
  const { set } = await read((one) => {
    one.add(amd, 'v1');
    prepare(one);
  });
  expect(set.refusals.map((refusal) => refusal.code)).toEqual([code]);
});

function withLayer(change: object): SampleImage {
  const [layer] = JSON.parse(amd.manifest.toString()).layers;
  const image = sampleImage(['base'], { manifest: { layers: [{ ...layer, ...change }] } });
  return { ...image, blobs: new Map([...image.blobs, ...amd.blobs]) };
}

const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
const nowhere = `sha256:${'1'.repeat(64)}`;
test.each([
  ['an encrypted layer', withLayer({ mediaType: `${mediaTypes.ociLayerGzip}+encrypted` }), 'encrypted'],
  ['a layer of an unknown type', withLayer({ mediaType: 'text/plain' }), 'media-type'],
  [
    'a foreign layer that is kept elsewhere',
    withLayer({ mediaType: foreign, digest: nowhere, urls: ['http://127.0.0.1:1/x'] }),
    'foreign-layer',
  ],
  [
    'too few diff ids',
    sampleImage(['a', 'b'], { config: { rootfs: { type: 'layers', diff_ids: [nowhere] }, history: [] } }),
    'malformed',
  ],
  [
    'a history that does not fit',
    sampleImage(['a', 'b'], { config: { history: [{ created_by: 'x' }] } }),
    'malformed',
  ],
  [
    'a configuration with User twice',
    sampleImage(['a'], { config: { config: { User: '1', user: '0' } } }),
    'ambiguous',
  ],
  [
    'a configuration that spells Diff_Ids',
    sampleImage(['a'], { config: { rootfs: { Diff_Ids: [] } } }),
    'ambiguous',
  ],
  [
    'an artifact',
    sampleImage(['a'], {
      manifest: { config: descriptorOf('application/vnd.cncf.helm.config.v1+json', amd.config) },
    }),
    'media-type',
  ],
])('%s is refused', async (_, image, code) => {
  const { set, registry } = await read((one) => one.add(image, 'v1'));
  expect(set.refusals.map((refusal) => refusal.code)).toEqual([code]);
  expect(registry.requests.every(({ line }) => line.includes('/v2/a/b/'))).toBe(true);
});

test.each([
  ['an unknown tag', (_: LoopbackRegistry) => undefined, { code: 'not-found' }],
  [
    'a registry that lies about its digest',
    (one: LoopbackRegistry) =>
      one.manifests.set('v1', { bytes: json({ schemaVersion: 1 }), type: mediaTypes.ociManifest }),
    { refusal: { code: 'unsupported' } },
  ],
  [
    'a web page',
    (one: LoopbackRegistry) => one.manifests.set('v1', { bytes: Buffer.from('<html>'), type: 'text/html' }),
    { refusal: { code: 'malformed' } },
  ],
])('%s ends the reading with its reason', async (_, prepare, expected) => {
  await expect(read(prepare)).rejects.toMatchObject(expected);
});

test.each([
  ['another architecture', 'linux', 'arm64', undefined, 1],
  ['another system', 'windows', 'amd64', undefined, 1],
  ['the same under its other name', 'linux', 'x86_64', undefined, 0],
  ['a variant that the configuration leaves open', 'linux', 'amd64', 'v2', 0],
])(
  'an entry that says %s than the image itself is not taken at its word',
  async (_, os, architecture, variant, count) => {
    const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
    const { set } = await read((one) => {
      both(one);
      addIndex(one, [entry(amd, architecture, { platform })]);
    });
    expect(set.images).toHaveLength(1);
    expect(set.refusals.map(({ code, what }) => `${code} ${what}`)).toEqual(
      Array.from({ length: count }, () => 'ambiguous platform'),
    );
    expect(set.images.flatMap((image) => refusalsOf(set, image))).toHaveLength(count);
  },
);
