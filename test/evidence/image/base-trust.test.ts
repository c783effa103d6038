// A base is trusted when its index or its manifest is signed by whom the policy names, and the reason is told when not.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { judgeBaseSignature } from '../../../src/evidence/image/base-trust.ts';
import { quarantine } from '../../../src/evidence/publish/quarantine.ts';
import { signImage } from '../../../src/evidence/publish/sign-image.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../../src/evidence/sign/witness.ts';
import type { ContentRepository } from '../../../src/oci/content-repository.ts';
import { type LoopbackRegistry, startRegistry } from '../../oci/loopback-registry.ts';
import { instance } from '../forge/scene.ts';
import {
  clearanceFor,
  client,
  name,
  now,
  type PlacedIndex,
  placeIndex,
  repositoryAt,
} from '../publish/cleared.ts';

const [vendor, stranger] = [0, 1].map(() =>
  privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
);
if (vendor === undefined || stranger === undefined) throw new Error('no keys');
const signers = { by: [{ kind: 'key' as const, key: vendor.publicKey }], trustedRoot: instance.trustedRoot };

let registry: LoopbackRegistry;
let repository: ContentRepository;
let base: PlacedIndex;
beforeEach(async () => {
  registry = await startRegistry();
  repository = repositoryAt(registry.host, 'ubi9/nodejs');
  base = await placeIndex(repository, '22');
});
afterEach(async () => {
  client.close();
  await registry.close();
});
afterAll(() => client.close());

const digests = () => [base.index, ...base.images.slice(0, 1)];
const judge = () => judgeBaseSignature(repository, digests(), signers, now);
const sign = (key: typeof vendor, what: string) =>
  signImage(repository, what, clearanceFor(...base.images), {
    ...{ name, signer: { key }, witnesses: noWitnesses, formats: ['bundle'], now },
    ...{ perImage: () => [], perSubject: () => [] },
  });

test('not signed at all', async () => {
  expect(await judge()).toEqual({ kind: 'untrusted', why: 'missing: no signature is attached' });
});
test('signed as an index', async () => {
  await sign(vendor, '22');
  expect(await judge()).toEqual({ kind: 'trusted' });
});
test('signed as the manifest of the platform alone', async () => {
  await sign(vendor, base.images[0] ?? '');
  expect(await judge()).toEqual({ kind: 'trusted' });
});
test('signed for another platform only', async () => {
  await sign(vendor, base.images[1] ?? '');
  expect(await judge()).toMatchObject({ kind: 'untrusted' });
});
test('signed by a stranger', async () => {
  await sign(stranger, '22');
  expect(await judge()).toMatchObject({ kind: 'untrusted', why: expect.stringMatching(/^signature: /) });
});
test('signed, and taken out of use by its owner', async () => {
  await sign(vendor, '22');
  const descriptor = await repository.find(base.index);
  if (descriptor === undefined) throw new Error('no base');
  await quarantine(repository, descriptor, { reason: 'stolen key', by: 'vendor', at: now });
  expect(await judge()).toMatchObject({ kind: 'untrusted', why: expect.stringMatching(/^quarantined: /) });
});
