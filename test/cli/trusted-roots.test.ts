// The trusted root on the command line: of a file, of a TUF mirror that is renewed, rotated, expired or rolled back, or shipped.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { signedAt } from '../evidence/forge/instance.ts';
import { signedLayout } from '../evidence/forge/layout.ts';
import { instance, stranger } from '../evidence/forge/scene.ts';
import { issuer, workflow } from '../evidence/forge/sign.ts';
import { newTufKey, type TufOrder, tufFiles } from '../evidence/forge/tuf.ts';
import { listen } from '../oci/loopback-registry.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

let served: ReadonlyMap<string, Buffer> = new Map();
const server = await listen((request, response) => {
  const bytes = served.get((request.url ?? '').slice(1));
  response.statusCode = bytes === undefined ? 404 : 200;
  response.end(bytes);
});
afterAll(() => server.close());

const [first, second] = [newTufKey(), newTufKey()];
let place: Surroundings;
beforeEach(async () => {
  place = openSurroundings({ now: signedAt.toISOString() });
  await signedLayout(join(place.directory, 'layout'));
});

const targets = {
  'trusted_root.json': Buffer.from(JSON.stringify(instance.trust)),
  'signing_config.v0.2.json': Buffer.from('{}'),
};
/** What the mirror serves from now on; the root to start from is that of the first key. */
function mirror(order: TufOrder, wanted = targets): void {
  const { files, root } = tufFiles(wanted, { keys: [first], ...order });
  served = files;
  if (order.keys === undefined || order.keys[0] === first)
    writeFileSync(join(place.directory, 'root.json'), root);
}
const identity = ['--certificate-identity', workflow, '--certificate-oidc-issuer', issuer];
const verify = (...options: readonly string[]) =>
  place.run('verify', `oci:${place.directory}/layout:1.0`, ...identity, ...options);
const fromMirror = () => verify('--tuf-url', server.url, '--tuf-root', join(place.directory, 'root.json'));

test('a mirror is asked, and asked again when it has something newer', async () => {
  mirror({});
  expect(await fromMirror()).toMatchObject({ code: 0 });
  const other = { ...targets, 'trusted_root.json': Buffer.from(JSON.stringify(stranger.trust)) };
  mirror({ version: 2 }, other);
  const { code, out } = await fromMirror();
  expect([code, out]).toEqual([1, expect.stringContaining('chain')]);
});

test('a root that the old key handed over is followed, and one that it did not is refused', async () => {
  mirror({});
  expect(await fromMirror()).toMatchObject({ code: 0 });
  mirror({ version: 2, keys: [first, second], unvouched: true });
  expect(await fromMirror()).toMatchObject({ code: 3 });
  mirror({ version: 2, keys: [first, second] });
  expect(await fromMirror()).toMatchObject({ code: 0 });
});

test('metadata that has expired is refused, and nothing takes its place', async () => {
  mirror({ expires: '2020-01-01T00:00:00Z' });
  const { code, err } = await fromMirror();
  expect([code, err]).toEqual([3, expect.stringMatching(/cannot be refreshed from .*expired/)]);
});

test('metadata that is rolled back is refused', async () => {
  mirror({ version: 5 });
  expect(await fromMirror()).toMatchObject({ code: 0 });
  mirror({ version: 4 });
  const { code, err } = await fromMirror();
  expect([code, err]).toEqual([3, expect.stringMatching(/less than current version|version/i)]);
});

test('a mirror that is away is no reason to believe the shipped root', async () => {
  mirror({});
  served = new Map();
  expect(await fromMirror()).toMatchObject({ code: 3 });
});

test('another root to start from begins anew: what was kept for the first is not believed', async () => {
  mirror({});
  expect(await fromMirror()).toMatchObject({ code: 0 });
  writeFileSync(join(place.directory, 'root.json'), tufFiles(targets).root);
  expect(await fromMirror()).toMatchObject({ code: 3 });
});

test('a mirror without its root, or a file beside it, is a mistake of the caller', async () => {
  mirror({});
  expect(await verify('--tuf-url', server.url)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--tuf-root'),
  });
  const both = ['--tuf-url', server.url, '--tuf-root', 'root.json', '--trusted-root', 'file.json'];
  expect(await verify(...both)).toMatchObject({ code: 2, err: expect.stringContaining('two trusted roots') });
});

test('a file is taken as it is', async () => {
  const file = join(place.directory, 'trusted_root.json');
  writeFileSync(file, targets['trusted_root.json']);
  expect(await verify('--trusted-root', file)).toMatchObject({ code: 0, err: '' });
});

test('the shipped root says when nobody vouches for it any more', async () => {
  const young = await verify('--as-of', '2020-01-01');
  expect([young.code, young.err]).toEqual([1, '']);
  const old = await verify('--as-of', '2099-01-01');
  expect([old.code, old.err]).toEqual([1, expect.stringContaining('vouched for until')]);
});
