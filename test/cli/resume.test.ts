// A log that is out for longer than we wait: run again, nothing is scanned a second time and nothing is written twice.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { copyImage } from '../../src/evidence/promote/copy-image.ts';
import { openLayout } from '../../src/oci/layout-repository.ts';
import { client, repositoryAt } from '../evidence/publish/cleared.ts';
import { type LoopbackRegistry, listen, startRegistry } from '../oci/loopback-registry.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];

let registry: LoopbackRegistry;
let place: Surroundings;
let out: boolean;
let logged = 0;
/** Rekor v1 as far as a signer sees it. */
const log = await listen((request, response) => {
  if (out) {
    response.statusCode = 400;
    return response.end();
  }
  logged += 1;
  response.statusCode = 201;
  const body = Buffer.from('{"kind":"hashedrekord","apiVersion":"0.0.1"}').toString('base64');
  const verification = { signedEntryTimestamp: 'AAAA' };
  request.resume();
  return response.end(
    JSON.stringify({ ab: { body, integratedTime: 1, logID: 'ab', logIndex: logged, verification } }),
  );
});
afterAll(() => log.close());

beforeEach(async () => {
  out = true;
  registry = await startRegistry();
  place = openSurroundings({ now: '2026-10-22T12:00:00Z' });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(place.directory, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await push('1.1');
});
afterEach(async () => {
  client.close();
  await registry.close();
});

/** Of the tour's images, the one with this tag, as 1.0. */
async function push(tag: string): Promise<void> {
  const from = await openLayout(join(sample, 'image'));
  const to = repositoryAt(registry.host, 'shop/app');
  const found = await from.fetch(tag);
  await copyImage(from, to, found.digest);
  await to.putDocument(found.bytes, found.mediaType, '1.0');
}

const run = (command: string, ...options: readonly string[]) =>
  place.run(command, `${registry.host}/shop/app:1.0`, ...judged, ...options);
const sign = (...options: readonly string[]) =>
  run(
    'sign',
    '--key',
    join(place.directory, 'key.pem'),
    '--rekor-url',
    log.url,
    '--rekor-version',
    '1',
    ...options,
  );

/** How many layers and configurations were asked for since. */
async function blobsOf(work: () => Promise<unknown>): Promise<number> {
  registry.requests.length = 0;
  await work();
  return registry.requests.filter(({ line }) => /^GET .*\/blobs\//.test(line)).length;
}

describe('after an outage', () => {
  test('signing goes on without a second scan, and says so', async () => {
    expect((await sign()).code).toBe(3);
    out = false;
    let ended: Awaited<ReturnType<typeof sign>> | undefined;
    const blobs = await blobsOf(async () => {
      ended = await sign();
    });
    expect(ended).toMatchObject({ code: 0, err: expect.stringContaining('not scanned again') });
    expect(blobs).toBe(0);
  });

  test('so does attesting, with another process in between', async () => {
    expect((await sign()).code).toBe(3);
    const attest = () => run('attest', '--kind', 'certificate', '--key', join(place.directory, 'key.pem'));
    expect(await blobsOf(async () => expect((await attest()).code).toBe(0))).toBe(0);
  });

  test('a second run writes what the first one wrote, once', async () => {
    out = false;
    expect((await sign()).code).toBe(0);
    const before = [...registry.manifests.keys()].filter((name) => !name.startsWith('sha256:')).sort();
    expect((await sign()).code).toBe(0);
    const after = [...registry.manifests.keys()].filter((name) => !name.startsWith('sha256:')).sort();
    expect(after).toEqual(before);
  });
});

test('after `gate` passed, `sign` takes what it completed', async () => {
  expect((await run('gate')).code).toBe(0);
  expect(await blobsOf(async () => expect((await attestOnly()).code).toBe(0))).toBe(0);
});
const attestOnly = (...options: readonly string[]) =>
  run('sign', '--key', join(place.directory, 'key.pem'), ...options);

describe('scanned again', () => {
  const scans = async (
    work: () => Promise<{ readonly code: number }>,
  ): Promise<readonly [number, boolean]> => {
    let code = -1;
    const blobs = await blobsOf(async () => {
      code = (await work()).code;
    });
    return [code, blobs > 0];
  };
  const again = ['--no-layer-cache'];
  beforeEach(async () => {
    expect((await run('gate')).code).toBe(0);
  });

  test('when it is asked for', async () => {
    expect(await scans(() => attestOnly('--anew', ...again))).toEqual([0, true]);
  });
  test('when the tag has moved: the image that stands there now is judged, and not signed', async () => {
    await push('1.0');
    expect(await scans(() => attestOnly(...again))).toEqual([1, true]);
  });
  test('when the policy is another one', async () => {
    writeFileSync(join(place.directory, 'seaworthy.yaml'), 'version: 1\nimages: { grade: { minimum: A } }\n');
    expect((await scans(() => attestOnly(...again)))[1]).toBe(true);
  });
  test('when another day is asked about', async () => {
    const later = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-23'];
    const image = `${registry.host}/shop/app:1.0`;
    const key = join(place.directory, 'key.pem');
    expect((await scans(() => place.run('sign', image, ...later, '--key', key, ...again)))[1]).toBe(true);
  });
  test('when somebody else may write what was kept, or it was touched', async () => {
    const folder = join(place.directory, 'home/gated');
    const [name = ''] = readdirSync(folder);
    const file = join(folder, name);
    chmodSync(file, 0o622);
    expect((await scans(() => attestOnly(...again)))[1]).toBe(true);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('\\"certificate\\":\\"pass\\"', '\\"certificate\\":\\"fail\\"'));
    expect((await scans(() => attestOnly(...again)))[1]).toBe(true);
  });
});
