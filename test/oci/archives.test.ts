// Images read the same from a layout, its archive, docker archives old and new, and an engine's stream.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parseReference } from '../../src/oci/reference.ts';
import type { ImageSet } from '../../src/oci/source.ts';
import { counting } from './reading.ts';
import { json, sampleImage, sha256, type TarFile, tar } from './sample-image.ts';

const image = sampleImage(['one', 'x'.repeat(700_000)]);
const diffIds = image.plain.map(sha256);
const hex = (digest: string) => digest.slice(7);
const config = hex(sha256(image.config));
const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = image.plain;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

function manifestJson(layers: readonly string[], name = `${config}.json`): TarFile {
  return { path: 'manifest.json', body: json([{ Config: name, RepoTags: ['app:1'], Layers: layers }]) };
}
const legacy: TarFile[] = [
  { path: `${config}.json`, body: image.config },
  { path: 'aaa/VERSION', body: '1.0' },
  { path: 'aaa/layer.tar', body: first },
  { path: 'bbb/layer.tar', body: second },
  manifestJson(['aaa/layer.tar', 'bbb/layer.tar']),
];
const symlinked: TarFile[] = [
  { path: `${hex(diffIds[0] ?? '')}.tar`, body: first },
  { path: 'aaa/layer.tar', link: `../${hex(diffIds[0] ?? '')}.tar` },
  { path: 'bbb/layer.tar', body: second },
  { path: 'ccc', link: 'bbb/layer.tar', hard: true },
  { path: `${config}.json`, body: image.config },
  manifestJson(['aaa/layer.tar', 'ccc']),
];
const newer: TarFile[] = [
  ...image.plain.map((body) => ({ path: `blobs/sha256/${hex(sha256(body))}`, body })),
  { path: `blobs/sha256/${config}`, body: image.config },
  manifestJson(
    diffIds.map((digest) => `blobs/sha256/${hex(digest)}`),
    `blobs/sha256/${config}`,
  ),
];
const packed: TarFile[] = [
  ...image.plain.map((body, at) => ({ path: `${at}/layer.tar`, body: gzipSync(body) })),
  { path: `${config}.json`, body: image.config },
  manifestJson(['0/layer.tar', '1/layer.tar']),
];

/** Node's own decoder ends with the first frame and says nothing of the rest. */
const inFrames: TarFile[] = [
  ...image.plain.map((body, at) => ({
    path: `${at}/layer.tar`,
    body: Buffer.concat([body.subarray(0, 600), body.subarray(600)].map((part) => zstdCompressSync(part))),
  })),
  { path: `${config}.json`, body: image.config },
  manifestJson(['0/layer.tar', '1/layer.tar']),
];

async function fromFile(files: readonly TarFile[], request = counting()): Promise<ImageSet<number>> {
  const path = join(folder, `${Math.random()}.tar`);
  await writeFile(path, tar(files));
  const client = openHttpClient();
  return openSource(parseReference(`docker-archive:${path}`), { client, now: Date.now }).read(request);
}

async function fromEngine(files: readonly TarFile[], request = counting()): Promise<ImageSet<number>> {
  const socket = join(folder, `${Math.random()}.sock`);
  const bytes = tar(files);
  const server = http.createServer((incoming, response) => {
    if (incoming.url === '/images/app:1/json') response.end('{}');
    else if (incoming.url === '/images/app:1/get') response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const client = openHttpClient();
  try {
    const options = { client, now: Date.now, engineSockets: [join(folder, 'nobody.sock'), socket] };
    return await openSource(parseReference('docker-daemon:app:1'), options).read(request);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const forms = [
  ['legacy', legacy],
  ['symlinked', symlinked],
  ['with blobs', newer],
  ['packed', packed],
] as const;
const readers = [
  ['file', fromFile],
  ['engine', fromEngine],
] as const;
const cases = forms.flatMap(([form, files]) =>
  readers.map(([name, read]) => [form, name, files, read] as const),
);

test.each(cases)('a %s docker archive from a %s', async (_, __, files, read) => {
  const set = await read(files);
  expect(set.refusals).toEqual([]);
  expect(set.images.map(({ digest, platform }) => [digest, platform])).toEqual([
    [sha256(image.config), { os: 'linux', architecture: 'amd64' }],
  ]);
  expect(set.images[0]?.layers.map(({ digest, createdBy }) => [digest, createdBy])).toEqual([
    [diffIds[0], 'COPY file-0 /'],
    [diffIds[1], 'COPY file-1 /'],
  ]);
  expect([...set.layers]).toEqual(diffIds.map((digest, at) => [digest, image.plain[at]?.length]));
});

test.each(readers)('layers of several zstd frames are read whole from a %s', async (_, read) => {
  const set = await read(inFrames);
  expect(set.refusals).toEqual([]);
  expect([...set.layers]).toEqual(diffIds.map((digest, at) => [digest, image.plain[at]?.length]));
});

test.each(cases)(
  'a changed layer in a %s archive from a %s is refused, the other read',
  async (_, __, files, read) => {
    const large = files.findIndex(({ body }) => (body?.length ?? 0) > 500 && !String(body).startsWith('{'));
    const changed = files.map((file, at) => {
      if (at !== large || file.body === undefined) return file;
      const body = Buffer.from(file.body);
      const place = body.length - 5;
      body[place] = (body[place] ?? 0) ^ 1;
      return { ...file, body };
    });
    const set = await read(changed);
    expect(set.layers.size).toBe(1);
    expect(set.refusals).toHaveLength(1);
    expect(diffIds).toContain(set.refusals[0]?.digest);
  },
);

test('the manifest may come first in an engine’s stream', async () => {
  const set = await fromEngine([...legacy].reverse());
  expect(set.layers.size).toBe(2);
});

test.each(readers)('a configuration that is not what its name says is refused (%s)', async (_, read) => {
  const set = await read(
    legacy.map((file) => (file.path.startsWith(config) ? { ...file, body: '{"os":"x"}' } : file)),
  );
  expect(set.images).toEqual([]);
  expect(set.refusals.map(({ code }) => code)).toEqual(['digest-mismatch']);
});

test.each(readers)('a layer that manifest.json names and nobody has is refused (%s)', async (_, read) => {
  const set = await read(legacy.filter(({ path }) => path !== 'aaa/layer.tar'));
  expect(set.refusals).toMatchObject([{ code: 'truncated', digest: diffIds[0] }]);
});

test.each(readers)('a file that is there twice is refused (%s)', async (_, read) => {
  await expect(read([...legacy, ...legacy.slice(-1)])).rejects.toMatchObject({
    refusal: { code: 'ambiguous' },
  });
});

test.each(readers)(
  'an index.json that names another image than manifest.json is refused (%s)',
  async (_, read) => {
    const withIndex = (indexed: typeof image, files: readonly TarFile[]) => [
      ...files.filter(({ path }) => path !== `blobs/sha256/${hex(sha256(indexed.config))}`),
      { path: `blobs/sha256/${hex(sha256(indexed.config))}`, body: indexed.config },
      { path: `blobs/sha256/${hex(indexed.descriptor.digest)}`, body: indexed.manifest },
      { path: 'index.json', body: json({ schemaVersion: 2, manifests: [indexed.descriptor] }) },
    ];
    expect((await read(withIndex(image, newer))).refusals).toEqual([]);
    const other = await read(withIndex(sampleImage(['hidden']), newer));
    expect(other.refusals.map(({ code }) => code)).toEqual(['ambiguous', 'ambiguous']);
  },
);

test.each(readers)('layers in the cache are not handed over again (%s)', async (_, read) => {
  const request = counting({ known: async (digest) => (digest === diffIds[1] ? 7 : undefined) });
  const set = await read(newer, request);
  expect(request.handed).toHaveLength(1);
  expect(set.layers.get(diffIds[1] ?? 'sha256:')).toBe(7);
});

test('a platform that is not there is named with those that are', async () => {
  const platforms = [{ os: 'linux', architecture: 's390x' }];
  await expect(fromFile(legacy, counting({ platforms }))).rejects.toMatchObject({
    code: 'platform',
    fix: expect.stringContaining('linux/amd64'),
  });
});

test.each([
  ['an engine that is not there', 'docker-daemon:app', 'unreachable'],
  ['a file that is not there', 'docker-archive:/nowhere.tar', 'not-found'],
  ['a folder that is no layout', 'oci:/tmp', 'not-found'],
])('%s', async (_, text, code) => {
  const options = { client: openHttpClient(), now: Date.now, engineSockets: ['/nowhere.sock'] };
  await expect(openSource(parseReference(text), options).read(counting())).rejects.toMatchObject({ code });
});

test('an image that the engine lacks is named', async () => {
  const socket = join(folder, 'empty.sock');
  const server = http.createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const options = { client: openHttpClient(), now: Date.now, engineSockets: [socket] };
  const reading = openSource(parseReference('docker-daemon:lost:1'), options).read(counting());
  await expect(reading).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('lost:1'),
  });
  server.close();
  server.closeAllConnections();
});

test.each([
  ['compressed with gzip', gzipSync(tar(legacy)), /gzip.*plain tar/, /gunzip --keep/],
  ['compressed with zstd', zstdCompressSync(tar(legacy)), /zstd.*plain tar/, /zstd --decompress/],
  ['no tar', Buffer.from('root:x:0:0:root:/root:/bin/sh\n'.repeat(40)), /no tar archive/, /docker save/],
  ['nearly empty', Buffer.from('x'), /no tar archive/, /docker save/],
])(
  'an archive that is %s is told apart from a damaged one, with what to do',
  async (_, bytes, message, fix) => {
    const path = join(folder, 'other-format');
    await writeFile(path, bytes);
    const source = openSource(parseReference(`docker-archive:${path}`), {
      client: openHttpClient({}),
      now: () => 0,
    });
    await expect(source.read(counting())).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
  },
);
