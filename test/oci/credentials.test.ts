// Credentials are found where Docker keeps them, sent to those who may have them, and their failures are told.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { blobOf } from '../../src/oci/content-repository.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parseReference, parseRegistryReference } from '../../src/oci/reference.ts';
import { parseChallenges } from '../../src/oci/registry/challenge.ts';
import type { Credentials } from '../../src/oci/registry/credentials.ts';
import { dockerCredentials } from '../../src/oci/registry/docker-config.ts';
import { registryRepository } from '../../src/oci/registry/registry-repository.ts';
import { nextPage } from '../../src/oci/registry/tag-list.ts';
import { listen, startRegistry } from './loopback-registry.ts';
import { counting, jumpingPace } from './reading.ts';
import { sampleImage, sha256 } from './sample-image.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const config = {
  auths: {
    'https://index.docker.io/v1/': auth('hub:pw'),
    'https://ghcr.io/v2/': auth('octo:pat:with:colons'),
    'quay.io': auth('all:pw'),
    'quay.io/acme': auth('acme:pw'),
    'acr.example': { ...auth('00000000:'), identitytoken: 'refresh' },
    'token.example': { registrytoken: 'ready' },
    'plain.example': { username: 'u', password: 'p' },
    'empty.example': {},
  },
  credHelpers: { 'helped.example': 'one', 'quiet.example': 'none' },
};
const basic = (username: string, password: string): Credentials => ({ kind: 'basic', username, password });

async function find(registry: string, repository: string, content: unknown = config) {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const helper = async (name: string, server: string) => (name === 'none' ? undefined : basic(name, server));
  return dockerCredentials(file, helper)(registry, repository);
}

test.each([
  ['docker.io', 'library/debian', basic('hub', 'pw')],
  ['ghcr.io', 'acme/web', basic('octo', 'pat:with:colons')],
  ['quay.io', 'acme/web', basic('acme', 'pw')],
  ['quay.io', 'acmecorp/web', basic('all', 'pw')],
  ['acr.example', 'a', { kind: 'identity', token: 'refresh' }],
  ['token.example', 'a', { kind: 'bearer', token: 'ready' }],
  ['plain.example', 'a', basic('u', 'p')],
  ['empty.example', 'a', undefined],
  ['evilghcr.io', 'a', undefined],
  ['helped.example', 'a', basic('one', 'helped.example')],
  ['quiet.example', 'a', undefined],
])('%s/%s', async (registry, repository, expected) => {
  expect(await find(registry, repository)).toEqual(expected);
});

test('the store is asked for every registry, by Docker’s own name for Hub', async () => {
  const content = { ...config, credsStore: 'store' };
  expect(await find('docker.io', 'a/b', content)).toEqual(basic('store', 'https://index.docker.io/v1/'));
  expect(await find('ghcr.io', 'a/b', { ...config, credsStore: 'none' })).toEqual(
    basic('octo', 'pat:with:colons'),
  );
});

test('no file, no credentials; a damaged one is named without its secrets', async () => {
  expect(await dockerCredentials(join(folder, 'none.json'))('ghcr.io', 'a')).toBeUndefined();
  await expect(find('ghcr.io', 'a', '{"auths": secret}')).rejects.toMatchObject({
    code: 'key',
    message: expect.not.stringContaining('secret'),
  });
});

const helperModule = new URL('../../src/oci/registry/credential-helper.ts', import.meta.url).href;

/** Runs helpers in a process whose PATH leads to the test's folder. */
function runHelpers(names: readonly string[]): Promise<unknown[]> {
  const script = `
    const { runHelper } = await import(${JSON.stringify(helperModule)});
    const told = [];
    for (const name of ${JSON.stringify(names)}) {
      told.push(await runHelper(name, 'x.example').catch((error) => error.kind + ' ' + error.code) ?? null);
    }
    console.log(JSON.stringify(told));`;
  return new Promise((resolve, reject) => {
    const options = { env: { PATH: `${folder}:/usr/bin:/bin` } };
    execFile(process.execPath, ['--input-type=module', '-e', script], options, (error, output) =>
      error === null ? resolve(JSON.parse(output)) : reject(error),
    );
  });
}

test('a helper is run as Docker runs it', async () => {
  const program = async (name: string, script: string) => {
    await writeFile(join(folder, `docker-credential-${name}`), `#!/bin/sh\nread server\n${script}\n`);
    await chmod(join(folder, `docker-credential-${name}`), 0o755);
  };
  await program(
    'good',
    'echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"$1 $server\\",\\"Secret\\":\\"s\\"}"',
  );
  await program('token', 'echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"s\\"}"');
  await program('empty', 'echo "credentials not found in native keychain"; exit 1');
  await program('broken', 'echo "secret"; exit 2');
  expect(await runHelpers(['good', 'token', 'empty', 'broken', 'missing', '../evil'])).toEqual([
    basic('get x.example', 's'),
    { kind: 'identity', token: 's' },
    null,
    'outside unauthorized',
    'outside unauthorized',
    'user key',
  ]);
});

test.each([
  ['Bearer realm="https://a/t",service="s, x",scope="r:a:pull,push"', [['bearer', 'https://a/t', 's, x']]],
  [
    'Basic realm="x", Bearer realm="y",service=z',
    [
      ['basic', 'x', undefined],
      ['bearer', 'y', 'z'],
    ],
  ],
  [
    'Negotiate, BEARER Realm="q\\"q"',
    [
      ['negotiate', undefined, undefined],
      ['bearer', 'q"q', undefined],
    ],
  ],
  ['', []],
  ['"broken', []],
])('the challenge %s is understood', (header, expected) => {
  const found = parseChallenges(header).map(({ scheme, parameters }) => [
    scheme,
    parameters.get('realm'),
    parameters.get('service'),
  ]);
  expect(found).toEqual(expected);
});

test.each([
  ['</v2/a/tags/list?last=x&n=2>; rel="next"', '/v2/a/tags/list?last=x&n=2'],
  ['</a>; rel=prev, </b>; rel=next', '/b'],
  ['</a>; rel="nextish"', undefined],
])('the next page of %s', (link, expected) => {
  expect(nextPage(link)).toBe(expected);
});

test.each([
  ['a realm inside the cloud', 'Bearer realm="http://169.254.169.254/token"', 'redirect'],
  ['no scheme we know', 'Negotiate', 'unauthorized'],
  ['a realm that refuses', 'Bearer realm="/no"', 'unauthorized'],
  ['a realm that answers with a page', 'Bearer realm="/page"', 'protocol'],
])('%s ends the pull with its reason', async (_, challenge, code) => {
  const registry = await startRegistry({
    before(request, response) {
      if (request.url?.startsWith('/page') === true) response.end('<html>');
      else
        response.writeHead(401, { 'www-authenticate': challenge.replace('="/', `="${registry.url}/`) }).end();
      return true;
    },
  });
  registry.add(sampleImage(['a']), 'v1');
  const client = openHttpClient({ pace: jumpingPace() });
  const source = openSource(parseReference(`${registry.host}/a/b:v1`), { client, now: () => 0 });
  await expect(source.read(counting())).rejects.toMatchObject({ code });
  client.close();
  await registry.close();
});

test('a token that ran out is renewed, one that holds is kept', async () => {
  let given = 0;
  let now = 0;
  const registry = await startRegistry({
    before(request, response) {
      if (request.url?.startsWith('/token') === true) {
        given += 1;
        response.end(JSON.stringify({ token: `t${given}`, expires_in: 60 }));
        return true;
      }
      if (request.headers.authorization === `Bearer t${given}`) return false;
      response
        .writeHead(401, { 'www-authenticate': `Bearer realm="${registry.url}/token",service="s"` })
        .end();
      return true;
    },
  });
  registry.add(sampleImage(['a', 'b']), 'v1');
  const client = openHttpClient({ pace: jumpingPace() });
  const source = openSource(parseReference(`${registry.host}/a/b:v1`), { client, now: () => now });
  const request = counting({
    known: async () => {
      now += 55_000;
      return undefined;
    },
    concurrency: 1,
  });
  expect((await source.read(request)).layers.size).toBe(2);
  client.close();
  await registry.close();
  expect(given).toBe(3);
});

test('an upload that the registry sends elsewhere takes no credentials along', async () => {
  const seen: (string | undefined)[] = [];
  const elsewhere = await listen((request, response) => {
    seen.push(request.headers.authorization);
    request.resume();
    response.writeHead(201).end();
  });
  const registry = await startRegistry({
    before(request, response) {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
        return true;
      }
      if (request.method !== 'POST') return false;
      response.writeHead(202, { location: `${elsewhere.url}/upload?state=1` }).end();
      return true;
    },
  });
  const client = openHttpClient({ pace: jumpingPace() });
  const credentials = async () => basic('me', 'secret');
  const reference = parseRegistryReference(`${registry.host}/a/b`);
  const bytes = Buffer.from('content');
  await registryRepository(reference, { client, credentials, now: () => 0 }).putBlob(
    blobOf(bytes, sha256(bytes)),
  );
  client.close();
  await Promise.all([registry.close(), elsewhere.close()]);
  expect(seen).toEqual([undefined]);
});
