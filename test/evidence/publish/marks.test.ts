// Quarantine marks, lost index entries, and who will see what is attached.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { listReferring } from '../../../src/evidence/discovery/list-evidence.ts';
import type { Piece } from '../../../src/evidence/discovery/piece.ts';
import { attestImage } from '../../../src/evidence/publish/attest-image.ts';
import { liftQuarantine, quarantine } from '../../../src/evidence/publish/quarantine.ts';
import { repairReferrers } from '../../../src/evidence/publish/repair.ts';
import { visibility } from '../../../src/evidence/publish/visibility.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../../src/evidence/sign/witness.ts';
import { startRegistry } from '../../oci/loopback-registry.ts';
import { client, now, placeImage, repositoryAt } from './cleared.ts';

afterAll(() => client.close());
const signer = { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
const wish = { name: 'acme/web', signer, witnesses: noWitnesses, now };

test('a quarantined image shows it in its listing until it is released', async () => {
  const registry = await startRegistry();
  const repository = repositoryAt(registry.host);
  const digest = await placeImage(repository, '1.0');
  const subject = await repository.find('1.0');
  if (subject === undefined) throw new Error('no image');
  await quarantine(repository, subject, { reason: 'stolen key', by: 'ops', at: now });
  await quarantine(repository, subject, { reason: 'stolen key', by: 'ops', at: now });
  expect((await listReferring(repository, digest)).map(({ kind }) => kind)).toEqual(['quarantine']);
  expect(await liftQuarantine(repository, subject)).toBe(1);
  expect(await listReferring(repository, digest)).toEqual([]);
  await registry.close();
});

describe('an index that lost its entries', () => {
  test('gets back what has a tag of its own, and nothing that was only tagged to look so', async () => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    const digest = await placeImage(repository, '1.0');
    const other = await placeImage(repository, '2.0', 'other');
    await attestImage(repository, '1.0', { predicateType: 'https://a.example/v1', predicate: {} }, wish);
    await attestImage(repository, '2.0', { predicateType: 'https://a.example/v1', predicate: {} }, wish);
    const [stranger] = await repository.referrers(other);
    if (stranger === undefined) throw new Error('no attestation');
    const { bytes, mediaType } = await repository.document(stranger);
    await repository.putDocument(bytes, mediaType, `${digest.replace(':', '-')}.${'0'.repeat(32)}.bundle`);
    registry.manifests.delete(digest.replace(':', '-'));
    expect(await repository.referrers(digest)).toEqual([]);
    expect(await repairReferrers(repository, digest)).toHaveLength(1);
    expect((await repository.referrers(digest)).map(({ digest: one }) => one)).not.toContain(stranger.digest);
    expect(await repairReferrers(repository, digest)).toEqual([]);
    await registry.close();
  });
});

test.each(['https://slsa.dev/verification_summary/v1', 'https://sigstore.dev/cosign/sign/v1'])(
  'nobody attests %s by hand: it would pass for a certificate or a signature',
  async (predicateType) => {
    const registry = await startRegistry();
    const repository = repositoryAt(registry.host);
    await placeImage(repository, '1.0');
    const claim = { predicateType, predicate: { verificationResult: 'FAILED' } };
    await expect(attestImage(repository, '1.0', claim, wish)).rejects.toMatchObject({ kind: 'user' });
    await registry.close();
  },
);

describe('who sees a signature', () => {
  const descriptor = { mediaType: 'x', digest: `sha256:${'a'.repeat(64)}` as const, size: 1 };
  const legacy: Piece = { kind: 'legacy-signature', layer: descriptor, annotations: {} };
  const bundle: Piece = {
    kind: 'bundle',
    manifest: descriptor,
    predicateType: 'https://sigstore.dev/cosign/sign/v1',
  };
  const bill: Piece = { kind: 'bundle', manifest: descriptor, predicateType: 'https://cyclonedx.org/bom' };
  const seen = (...pieces: readonly Piece[]) =>
    Object.fromEntries(
      visibility(pieces)
        .filter(({ of }) => of === 'signature')
        .map(({ verifier, sees }) => [verifier, sees]),
    );
  const attested = (...pieces: readonly Piece[]) =>
    Object.fromEntries(
      visibility(pieces)
        .filter(({ of }) => of === 'attestations')
        .map(({ verifier, sees }) => [verifier, sees]),
    );

  test('nobody, where there is none', () => {
    expect(new Set(Object.values(seen()))).toEqual(new Set(['no']));
  });
  test('everybody without settings but cosign 2.6, when both formats are there', () => {
    const { 'cosign 2.6': exception, ...others } = seen(legacy, bundle);
    expect(exception).toBe('with settings');
    expect(new Set(Object.values(others))).toEqual(new Set(['yes']));
  });
  test('not cosign 3, when only a bill of materials is a bundle', () => {
    expect(seen(legacy, bill)).toMatchObject({ 'cosign 3': 'no', 'cosign 2 (to 2.5)': 'yes', podman: 'yes' });
  });
  test('not podman and Connaisseur, when there is only a bundle', () => {
    expect(seen(bundle)).toMatchObject({
      podman: 'no',
      Connaisseur: 'no',
      Kyverno: 'with settings',
      'cosign 3': 'yes',
    });
  });
  test('attestations are told apart from signatures: who reads .att, who bundles, who none', () => {
    const old: Piece = { kind: 'legacy-attestation', layer: descriptor, annotations: {} };
    const none = { Connaisseur: 'no', podman: 'no' };
    expect(attested(legacy, bundle)).toMatchObject({ 'cosign 3': 'no', Kyverno: 'no', ...none });
    expect(attested(bill)).toMatchObject({
      'cosign 2 (to 2.5)': 'with settings',
      'cosign 3': 'yes',
      Kyverno: 'with settings',
      ...none,
    });
    expect(attested(old)).toMatchObject({ 'cosign 2 (to 2.5)': 'yes', 'cosign 3': 'yes', ...none });
    expect(attested(old, bundle)).toMatchObject({ 'cosign 2 (to 2.5)': 'yes', 'cosign 3': 'no' });
  });
});
