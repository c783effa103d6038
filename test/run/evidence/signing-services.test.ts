// Where a run signs is taken from a TUF mirror when it is asked for, and from the public one only when names may be public.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openHttpClient } from '../../../src/http/client.ts';
import { signingServices, withTufConfig } from '../../../src/run/evidence/signing-services.ts';
import { tufFiles } from '../../evidence/forge/tuf.ts';
import { listen } from '../../oci/loopback-registry.ts';

const service = (url: string) => [
  { url, majorApiVersion: 1, validFor: { start: '2026-01-01T00:00:00Z' }, operator: 'test' },
];
const config = {
  mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
  caUrls: service('https://fulcio.private.example'),
  tsaUrls: service('https://tsa.private.example'),
};
const repository = tufFiles({ 'signing_config.v0.2.json': Buffer.from(JSON.stringify(config)) });
const server = await listen((request, response) => {
  const bytes = repository.files.get((request.url ?? '').slice(1));
  response.statusCode = bytes === undefined ? 404 : 200;
  response.end(bytes);
});
const client = openHttpClient();
afterAll(async () => {
  client.close();
  await server.close();
});

const home = mkdtempSync(join(tmpdir(), 'seaworthy-tuf-'));
const root = join(home, 'root.json');
writeFileSync(root, repository.root);
const outside = {
  client,
  home,
  clock: { now: () => new Date('2026-06-01T00:00:00Z') },
  random: { bytes: (n: number) => Buffer.alloc(n) },
};
const tuf = { url: server.url, root };

test('a mirror of one’s own names the services, whether the word `tuf` is said or not', async () => {
  for (const named of [{}, { configFile: 'tuf' }]) {
    const wish = await withTufConfig({ ...named, tuf, disclose: false }, outside);
    const { fulcio, witnesses } = signingServices(wish, true, outside);
    expect([fulcio?.host, witnesses.bundle.length]).toEqual(['fulcio.private.example', 1]);
  }
});

test('services that are named are not replaced by the mirror’s', async () => {
  const wish = { fulcio: 'https://other.example', tuf, disclose: false };
  expect(await withTufConfig(wish, outside)).toBe(wish);
});

test('the public mirror is not even asked unless names may be public', async () => {
  await expect(withTufConfig({ configFile: 'tuf', disclose: false }, outside)).rejects.toMatchObject({
    kind: 'user',
    message: expect.stringContaining('public logs'),
  });
});
