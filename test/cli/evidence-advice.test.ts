// What the commands about evidence say at their end: what was done, and what to do where it was not.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { attestPredicate } from '../../src/run/attest.ts';
import { outside } from '../e2e/evidence-outside.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const judged = ['--advisories', join(sample, 'advisories'), '--as-of', '2026-10-22'];
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let place: Surroundings;
let image: string;
let key: readonly string[];
beforeEach(() => {
  place = openSurroundings();
  cpSync(join(sample, 'image'), join(place.directory, 'image'), { recursive: true });
  image = `oci:${join(place.directory, 'image')}:1.1`;
  const file = join(place.directory, 'key.pem');
  writeFileSync(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  key = ['--key', file];
});

test('attesting says that it attested, and names no signature', async () => {
  const { out } = await place.run('attest', image, '--kind', 'certificate', ...judged, ...key);
  expect(out).toMatch(/^Attested image, grade B\.\n/);
  const unfit = image.replace(/1\.1$/, '1.0');
  const refused = await place.run('attest', unfit, '--kind', 'certificate', ...judged, ...key);
  expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/^Not attested: /) });
});

test('evidence by keys that nobody named says how it is judged', async () => {
  await place.run('sign', image, ...judged, ...key);
  const { out } = await place.run('evidence', image, '--as-of', '2026-10-22');
  expect(out).toMatch(/no-signer[\s\S]*\nWhat a key signed is judged when the key is named: --key FILE\.\n$/);
  const file = join(place.directory, 'pub.pem');
  writeFileSync(file, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const named = await place.run('evidence', image, '--as-of', '2026-10-22', '--key', file);
  expect(named.out).not.toMatch(/is judged when/);
});

test('a promotion that is refused says what to do', async () => {
  const promote = (...more: readonly string[]) =>
    place.run('promote', image, '--as-of', '2026-10-22', ...key, ...more);
  await place.run('sign', image, '--stage', 'dev', ...judged, ...key);
  const early = await promote('--to', 'prod', '--stages', 'dev', 'prod');
  expect(early.out).toMatch(/promote this image to dev first\n$/);
  expect((await promote('--to', 'dev')).code).toBe(0);
  await place.run('sign', image, '--stage', 'other', ...judged, ...key);
  const late = await promote('--to', 'test');
  expect(late.code).toBe(1);
  expect(late.out).toMatch(/\n {3}fix: .*`seaworthy sign --stage dev` gates and signs it anew\.\n$/);
  await place.run('quarantine', image, '--reason', 'bad');
  expect((await promote('--to', 'test')).out).toMatch(/ends it with `seaworthy quarantine --release`\.\n$/);
});

test('a predicate type that is no URI is never signed, whoever asks', async () => {
  const own = { file: 'predicate.json', type: 'review' };
  const signing = { signer: { key: privateKey(pair.privateKey) }, witnesses: noWitnesses };
  await expect(attestPredicate(image, own, signing, outside)).rejects.toMatchObject({
    code: 'usage',
    message: '"review" is no predicate type',
  });
});

test('an old store is as many days old as it is', async () => {
  const store = join(place.directory, 'store');
  const advisories = join(sample, 'advisories');
  const { out } = await place.run('db', 'update', '--from', advisories, '--store', store);
  expect(out).toMatch(/current as of 2026-10-21T\S+, 26 h ago/);
  const later = openSurroundings({ now: '2026-11-28T12:00:00Z' });
  expect((await later.run('db', 'status', '--store', store)).out).toMatch(/, 38 days ago/);
});
