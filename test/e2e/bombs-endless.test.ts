// What never ends, or holds more than anybody names: refused in bounded time and memory, and never a pass.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';
import { measure } from '../bench/child.ts';
import { tarItem } from '../image/tar-writer.ts';
import { listen } from '../oci/loopback-registry.ts';
import { writeBomb } from './bombs.ts';
import { dist } from './built.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-endless-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mostMiB = 300;
const longest = 240_000;
const options = ['--advisories', 'none', '--no-layer-cache', '--format', 'json', '--as-of', '2026-01-01'];

/** The refusals of a gate that ended with `code`; it never passed and never took more memory than it may. */
async function refusals(image: string, code: number, engine = 'unix:///nowhere'): Promise<string[]> {
  const program = join(dist, 'cli/main.js');
  const environment = [`DOCKER_HOST=${engine}`, `SEAWORTHY_HOME=${join(folder, 'home')}`];
  const command = [...environment, process.execPath, program, 'gate', image, ...options];
  const ended = await measure(['/usr/bin/env', ...command], [code]);
  expect(ended.peakRssMiB).toBeLessThan(mostMiB);
  if (ended.stdout === '') return [];
  const result = JSON.parse(ended.stdout);
  expect(['fail', 'incomplete']).toContain(result.verdict.merge);
  expect(['fail', 'incomplete']).toContain(result.verdict.certificate);
  return result.images.flatMap((one: { refusals: { code: string }[] }) =>
    one.refusals.map((each) => each.code),
  );
}

/** Sends piece after piece until the other side hangs up. */
function pour(response: ServerResponse, first: Buffer, next: () => Buffer): void {
  const send = (): void => {
    while (!response.destroyed && response.write(next()));
  };
  response.on('drain', send);
  response.write(first);
  send();
}

const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const type = 'application/vnd.oci.image';

/** A registry with one image, whose layer of the stated size never ends. */
function endlessRegistry(layerType: string, size: number, first: Buffer, piece: Buffer) {
  const digest = `sha256:${'a'.repeat(64)}`;
  const rootfs = { type: 'layers', diff_ids: [digest] };
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs }));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: { mediaType: `${type}.config.v1+json`, digest: sha256(config), size: config.length },
      layers: [{ mediaType: `${type}.layer.v1.${layerType}`, digest, size }],
    }),
  );
  return listen((request, response) => {
    if (request.url?.includes('/manifests/') === true) {
      response.setHeader('content-type', `${type}.manifest.v1+json`);
      response.setHeader('content-length', manifest.length);
      response.end(request.method === 'HEAD' ? undefined : manifest);
    } else if (request.url?.endsWith(sha256(config)) === true) response.end(config);
    else if (request.url?.endsWith(digest) === true) pour(response, first, () => piece);
    else response.end('{}');
  });
}

const files = (name: string) =>
  Buffer.concat(Array.from({ length: 1024 }, (_, i) => tarItem({ path: `${name}/file-${i}` })));
const small = files('dir');
const zeros = Buffer.alloc(1024 ** 2);
const body = tarItem({ path: 'zeros', size: 2 ** 33 - 1 });

test.each([
  ['a tar beyond the stated size', 'tar', 5_000_000, small, small],
  ['a tar that is said to be enormous', 'tar', 2 ** 45, small, small],
  ['gzip that is said to be enormous', 'tar+gzip', 2 ** 45, gzipSync(body), gzipSync(zeros)],
])(
  'a registry whose layer never ends: %s',
  async (_, layerType, size, first, piece) => {
    const registry = await endlessRegistry(layerType, size, first, piece);
    try {
      expect((await refusals(`${registry.host}/acme/web:1.0`, 1)).length).toBeGreaterThan(0);
    } finally {
      await registry.close();
    }
  },
  longest,
);

let folders = 0;
const layerHead = tarItem({ path: 'aaa/layer.tar', size: 2 ** 30 });
const gzipHead = Buffer.concat([layerHead, gzipSync(body)]);

test.each<[string, Buffer, () => Buffer]>([
  ['ever new small files', small, () => files(`folder-${folders++}`)],
  ['one layer of zeros', layerHead, () => zeros],
  ['one layer with a file of zeros', Buffer.concat([layerHead, body]), () => zeros],
  ['one layer of gzip members', gzipHead, () => gzipSync(zeros)],
])(
  'an engine whose answer never ends: %s',
  async (name, first, next) => {
    const socket = join(folder, `${name.replaceAll(' ', '-')}.sock`);
    let poured = 0;
    const counted = (): Buffer => {
      const piece = next();
      poured += piece.length;
      return piece;
    };
    const engine = createServer((request, response) => {
      if (request.url?.includes('/get') === true) pour(response, first, counted);
      else response.end('{"Id":"sha256:1","RepoTags":["web:1.0"],"ApiVersion":"1.41"}');
    });
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    try {
      await refusals('docker-daemon:web:1.0', 1, `unix://${socket}`);
      // It was our side that hung up, and not at once.
      expect(poured).toBeGreaterThan(first.length);
    } finally {
      engine.closeAllConnections();
      engine.close();
    }
  },
  longest,
);

test(
  'a docker-archive of more entries than anybody writes',
  async () => {
    const file = join(folder, 'many.tar');
    const open = openSync(file, 'w');
    for (let i = 0; i < 110; i++) writeSync(open, files(`folder-${i}`));
    closeSync(open);
    await refusals(`docker-archive:${file}`, 1);
  },
  longest,
);

test(
  'a layer of more than a million long paths',
  async () => {
    const layout = mkdtempSync(join(folder, 'paths-'));
    function* pieces(): Generator<Buffer> {
      for (let i = 0; i < 501; i++) {
        const names = Array.from({ length: 2000 }, (_, j) => `${'long-'.repeat(18)}/${i}-${j}`);
        yield gzipSync(Buffer.concat(names.map((path) => tarItem({ path }))), { level: 1 });
      }
    }
    writeBomb(layout, { name: 'paths', packed: '+gzip', code: 'ceiling', pieces });
    expect(await refusals(`oci:${layout}`, 1)).toContain('ceiling');
  },
  longest,
);

test(
  'indexes within indexes',
  async () => {
    const layout = mkdtempSync(join(folder, 'nested-'));
    mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
    let manifests: object[] = [];
    for (let level = 0; level < 50; level++) {
      const index = Buffer.from(
        JSON.stringify({ schemaVersion: 2, mediaType: `${type}.index.v1+json`, manifests }),
      );
      writeFileSync(join(layout, 'blobs/sha256', sha256(index).slice(7)), index);
      manifests = [{ mediaType: `${type}.index.v1+json`, digest: sha256(index), size: index.length }];
    }
    writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    await refusals(`oci:${layout}`, 1);
  },
  longest,
);
