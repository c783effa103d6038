// What stands in a registry or layout after an image was signed, as our own verifier and a reader of the format see it.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { predicateTypes } from '../../../src/evidence/formats/predicate-types.ts';
import { gatherEvidence } from '../../../src/evidence/image/gather-evidence.ts';
import { type SigningWish, signImage } from '../../../src/evidence/publish/sign-image.ts';
import type { Clearance } from '../../../src/evidence/sign/clearance.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import type { Signer } from '../../../src/evidence/sign/signer.ts';
import { noWitnesses } from '../../../src/evidence/sign/witness.ts';
import { cycloneDxClaim } from '../../../src/evidence/statements/bill.ts';
import { certificateClaim } from '../../../src/evidence/statements/certificate.ts';
import { resourceUri } from '../../../src/evidence/statements/resource-uri.ts';
import { bareKeyThresholds } from '../../../src/evidence/verify/thresholds.ts';
import type { ContentRepository } from '../../../src/oci/content-repository.ts';
import { openLayout } from '../../../src/oci/layout-repository.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { startRegistry } from '../../oci/loopback-registry.ts';
import { trust } from '../forge/instance.ts';
import { instance } from '../forge/scene.ts';
import { clearanceFor, client, name, now, placeImage, placeIndex, repositoryAt } from './cleared.ts';

afterAll(() => client.close());

function newSigner(): Signer {
  return { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
}

const terms = { verifier: 'urn:test:verifier', owner: '@acme/web', intendedUse: 'web shop' };

function wishOf(clearance: Clearance, signer: Signer): SigningWish {
  return {
    name,
    signer,
    witnesses: noWitnesses,
    formats: ['legacy', 'bundle'],
    now,
    perImage: (image) => [cycloneDxClaim(clearance.result, image)],
    perSubject: (images) => [certificateClaim(clearance, images, name, terms)],
  };
}

async function judge(repository: ContentRepository, digest: Digest, signer: Signer) {
  const by = [{ kind: 'key' as const, key: signer.key.publicKey }];
  return gatherEvidence(repository, digest, {
    trustedRoot: trust(instance.trust),
    now,
    keyThresholds: bareKeyThresholds,
    signatures: { by, threshold: 1 },
    certificate: { by, verifiers: [terms.verifier], resource: resourceUri(name), minimumGrade: 'B' },
  });
}

const places: readonly {
  readonly where: string;
  open(): Promise<{ readonly repository: ContentRepository; close(): Promise<void> }>;
}[] = [
  {
    where: 'a layout',
    open: async () => ({
      repository: await openLayout(join(mkdtempSync(join(tmpdir(), 'evidence-')), 'layout'), {
        create: true,
      }),
      close: async () => undefined,
    }),
  },
  ...[true, false].map((referrersApi) => ({
    where: `a registry with${referrersApi ? '' : 'out'} the referrers API`,
    open: async () => {
      const registry = await startRegistry({ referrersApi });
      return { repository: repositoryAt(registry.host), close: registry.close };
    },
  })),
];

describe.each(places)('in $where', ({ open }) => {
  test('an index and each of its platforms are signed and certified', async () => {
    const { repository, close } = await open();
    const { index, images } = await placeIndex(repository, '1.0');
    const signer = newSigner();
    const clearance = clearanceFor(...images);
    const signed = await signImage(repository, '1.0', clearance, wishOf(clearance, signer));
    expect(signed.map(({ digest }) => digest)).toEqual([index, ...images]);
    for (const digest of [index, ...images]) {
      const judgement = await judge(repository, digest, signer);
      expect(judgement.unmet).toEqual([]);
      expect(judgement.accepted.map(({ use }) => use).sort()).toEqual(['certificate', 'signature']);
    }
    // The bill describes one platform: the index has none.
    const kinds = (await repository.referrers(index)).map(
      ({ annotations }) => annotations?.['dev.sigstore.bundle.predicateType'],
    );
    expect(kinds.sort()).toEqual([predicateTypes.cosignSignature, predicateTypes.vsa].sort());
    await close();
  });

  test('signing again with the same result writes nothing', async () => {
    const { repository, close } = await open();
    const digest = await placeImage(repository, '1.0');
    const signer = newSigner();
    const clearance = clearanceFor(digest);
    await signImage(repository, '1.0', clearance, wishOf(clearance, signer));
    const before = await repository.referrers(digest);
    const [again] = await signImage(repository, '1.0', clearance, wishOf(clearance, signer));
    expect(again).toMatchObject({ written: [], replaced: [], legacy: false });
    expect(await repository.referrers(digest)).toEqual(before);
    await close();
  });

  test('a newer certificate takes the place of the older one of the same signer, and of nobody else’s', async () => {
    const { repository, close } = await open();
    const digest = await placeImage(repository, '1.0');
    const [ours, theirs] = [newSigner(), newSigner()];
    const clearance = clearanceFor(digest);
    await signImage(repository, '1.0', clearance, wishOf(clearance, ours));
    await signImage(repository, '1.0', clearance, wishOf(clearance, theirs));
    const later = {
      ...wishOf(clearance, ours),
      perSubject: () => [
        certificateClaim(clearance, [...clearance.images.values()], name, { ...terms, stage: 'prod' }),
      ],
    };
    const [again] = await signImage(repository, '1.0', clearance, later);
    expect(again?.replaced).toHaveLength(1);
    expect(
      (await repository.referrers(digest)).filter(
        ({ annotations }) => annotations?.['dev.sigstore.bundle.predicateType'] === predicateTypes.vsa,
      ),
    ).toHaveLength(2);
    expect(
      (await judge(repository, digest, ours)).accepted.find(({ use }) => use === 'certificate')?.certificate
        ?.stage,
    ).toBe('prod');
    expect((await judge(repository, digest, theirs)).kind).toBe('accepted');
    await close();
  });
});

test('nothing is written when one platform was not gated', async () => {
  const registry = await startRegistry();
  const repository = repositoryAt(registry.host);
  const { images } = await placeIndex(repository, '1.0');
  const clearance = clearanceFor(...images.slice(0, 1));
  const before = registry.manifests.size;
  await expect(signImage(repository, '1.0', clearance, wishOf(clearance, newSigner()))).rejects.toMatchObject(
    {
      kind: 'user',
      message: expect.stringContaining(images[1] ?? ''),
    },
  );
  expect(registry.manifests.size).toBe(before);
  await registry.close();
});

test('a clearance that no gate issued signs nothing', async () => {
  const registry = await startRegistry();
  const repository = repositoryAt(registry.host);
  const digest = await placeImage(repository, '1.0');
  const forged = { ...clearanceFor(digest) };
  await expect(signImage(repository, '1.0', forged, wishOf(forged, newSigner()))).rejects.toMatchObject({
    kind: 'bug',
  });
  await registry.close();
});

test('the fallback index says type and predicate of each entry, and is written once a run', async () => {
  const registry = await startRegistry();
  const repository = repositoryAt(registry.host);
  const digest = await placeImage(repository, '1.0');
  const clearance = clearanceFor(digest);
  registry.requests.length = 0;
  await signImage(repository, '1.0', clearance, wishOf(clearance, newSigner()));
  const tag = digest.replace(':', '-');
  expect(registry.requests.filter(({ line }) => line === `PUT /v2/acme/web/manifests/${tag}`)).toHaveLength(
    1,
  );
  const { manifests } = JSON.parse(registry.manifests.get(tag)?.bytes.toString() ?? '{}');
  expect(manifests).toHaveLength(3);
  for (const entry of manifests) {
    expect(entry).toMatchObject({
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'dev.sigstore.bundle.predicateType': expect.any(String) },
    });
  }
  await registry.close();
});

test('each subject has a name, and the envelope no key id that would make cosign 3 pass it over', async () => {
  const registry = await startRegistry({ referrersApi: true });
  const repository = repositoryAt(registry.host);
  const digest = await placeImage(repository, '1.0');
  const clearance = clearanceFor(digest);
  await signImage(repository, '1.0', clearance, wishOf(clearance, newSigner()));
  for (const entry of await repository.referrers(digest)) {
    const document = await repository.document(entry);
    const data = document.kind === 'manifest' ? (document.layers[0]?.data ?? '') : '';
    const { dsseEnvelope } = JSON.parse(Buffer.from(data, 'base64').toString());
    const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString());
    expect(statement.subject).toEqual([{ name, digest: { sha256: digest.slice(7) } }]);
    expect(dsseEnvelope.signatures[0].keyid ?? '').toBe('');
  }
  await registry.close();
});
