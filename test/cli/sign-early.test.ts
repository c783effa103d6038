// What signing lacks is said before an image is read: a scan of minutes that ends in a misspelt key file helps nobody.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSurroundings, type Surroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];

function prepare(variables: Readonly<Record<string, string>> = {}): Surroundings & { readonly key: string } {
  const place = openSurroundings({ variables });
  cpSync(join(sample, 'image'), join(place.directory, 'image'), { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = join(place.directory, 'key.pem');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(
    join(place.directory, 'locked.pem'),
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' }),
  );
  writeFileSync(join(place.directory, 'pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(place.directory, 'empty'), '');
  mkdirSync(join(place.directory, 'folder'));
  return { ...place, key };
}

/** Nothing can be read of the image: who looked at it would have told of that. */
const unreadable = (place: Surroundings): string => {
  rmSync(join(place.directory, 'image/blobs'), { recursive: true });
  return `oci:${join(place.directory, 'image')}:1.1`;
};

test.each<[string, readonly string[], RegExp]>([
  ['nobody', [], /nobody is named to sign/],
  ['two signers', ['--key', 'key.pem', '--keyless'], /two signers are named/],
  ['a key that is not there', ['--key', 'nope.pem'], /nope\.pem cannot be read/],
  ['a folder', ['--key', 'folder'], /folder cannot be read/],
  ['an empty file', ['--key', 'empty'], /empty holds no private key/],
  ['the public half', ['--key', 'pub.pem'], /pub\.pem holds no private key/],
  [
    'a wrong password',
    ['--key', 'locked.pem', '--password-file', 'pub.pem'],
    /locked\.pem cannot be opened: the password/,
  ],
  ['no password file', ['--key', 'locked.pem', '--password-file', 'nope'], /nope cannot be read/],
  ['no plugin', ['--kms', './nope:key'], /nope cannot be started/],
  ['names in a public log', ['--keyless'], /into public logs/],
  ['no identity', ['--keyless', '--public-log'], /an identity, and none can be had/],
])('%s', async (_, options, message) => {
  const place = prepare();
  const image = unreadable(place);
  const here = options.map((one) => (/^[a-z]/.test(one) && one !== '' ? join(place.directory, one) : one));
  for (const [command = '', ...kind] of [['sign'], ['attest', '--kind', 'certificate']]) {
    const { code, err } = await place.run(command, image, ...kind, ...judged, ...here);
    expect(err).toMatch(message);
    expect(err).toMatch(/fix: \S/);
    expect(code).toBe(2);
  }
});

test('an identity token that is none', async () => {
  const place = prepare({ SIGSTORE_ID_TOKEN: 'none' });
  const { code, err } = await place.run('sign', unreadable(place), ...judged, '--keyless', '--public-log');
  expect(err).toMatch(/is no OIDC token/);
  expect(code).toBe(2);
});

test('a place that holds no evidence', async () => {
  const { run, key } = prepare();
  const { code, err } = await run('sign', 'docker-archive:nope.tar', ...judged, '--key', key);
  expect(err).toMatch(/docker-archive:nope\.tar cannot hold evidence/);
  expect(code).toBe(2);
});

test('completed gates that cannot be looked at are none: the image is gated', async () => {
  const { run, key, directory } = prepare();
  mkdirSync(join(directory, 'home'), { mode: 0o700 });
  symlinkSync('gated', join(directory, 'home/gated'));
  const { code, err, out } = await run(
    'sign',
    `oci:${join(directory, 'image')}:1.1`,
    ...judged,
    '--key',
    key,
  );
  expect(err).not.toMatch(/bug/);
  expect(out).toMatch(/^Signed image, grade B/);
  expect(code).toBe(0);
});
