// Promotion across registries: everything goes along, is judged again where it arrives, and a mark stops it on both sides.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { quarantine } from '../../src/evidence/publish/quarantine.ts';
import { signImage } from '../../src/evidence/publish/sign-image.ts';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { cycloneDxClaim } from '../../src/evidence/statements/bill.ts';
import { certificateClaim } from '../../src/evidence/statements/certificate.ts';
import type { Judged } from '../../src/run/evidence/kept-gate.ts';
import { recallCompleted } from '../../src/run/image/result.ts';
import { type PromoteRequest, promoteImage } from '../../src/run/promote.ts';
import { quarantineImage, releaseImage } from '../../src/run/quarantine.ts';
import { signGated } from '../../src/run/sign.ts';
import { verifyEvidence } from '../../src/run/verify.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { readEnvironment } from '../../src/terms/environment.ts';
import { outside } from '../e2e/evidence-outside.ts';
import {
  clearanceFor,
  client,
  now,
  type PlacedIndex,
  placeIndex,
  repositoryAt,
  resultOf,
  scanned,
} from '../evidence/publish/cleared.ts';
import { type LoopbackRegistry, type RegistryBehaviour, startRegistry } from '../oci/loopback-registry.ts';

const signer = { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
const stranger = { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
const evidence = {
  signature: true,
  attestations: [],
  threshold: 1,
  requireLog: false,
  certificate: { verifiers: ['urn:test:gate'] },
} as const;
const trust = { keys: [], own: signer.key.publicKey };
const stageKey = 'dev.seaworthy.stage';

let source: LoopbackRegistry;
let target: LoopbackRegistry;
let behaviour: RegistryBehaviour;
let placed: PlacedIndex;
beforeEach(async () => {
  behaviour = {};
  source = await startRegistry();
  target = await startRegistry({
    before: (request, response) => behaviour.before?.(request, response) ?? false,
  });
  const repository = repositoryAt(source.host);
  placed = await placeIndex(repository, '1.0');
  const clearance = clearanceFor(...placed.images);
  const name = `${source.host}/acme/web`;
  await signImage(repository, '1.0', clearance, {
    ...{ name, signer, witnesses: noWitnesses, now, formats: ['legacy', 'bundle'] },
    perImage: (image) => [cycloneDxClaim(clearance.result, image)],
    perSubject: (images) => [certificateClaim(clearance, images, name, { verifier: 'urn:test:gate' })],
  });
});
afterEach(async () => {
  client.close();
  await Promise.all([source.close(), target.close()]);
});
afterAll(() => client.close());

function promote(changes: Partial<PromoteRequest> = {}) {
  const request = {
    ...{ reference: `${source.host}/acme/web:1.0`, stages: ['dev', 'prod'], to: 'dev' },
    ...{ target: `${target.host}/live/web`, evidence, trust, signing: { signer, witnesses: noWitnesses } },
  };
  return promoteImage({ ...request, ...changes }, outside);
}
const there = () => repositoryAt(target.host, 'live/web');

test('an index arrives with its platforms, all evidence in both formats, and the stage in every listing', async () => {
  expect(await promote()).toMatchObject({ kind: 'promoted', digest: placed.index });
  expect((await there().find('dev'))?.digest).toBe(placed.index);
  for (const digest of [placed.index, ...placed.images]) {
    expect(target.manifests.has(`${digest.replace(':', '-')}.sig`)).toBe(true);
    const kinds = (await there().referrers(digest)).map(({ annotations }) => [
      annotations?.['dev.sigstore.bundle.predicateType'],
      annotations?.[stageKey],
    ]);
    const bill = digest === placed.index ? [] : [['https://cyclonedx.org/bom', undefined]];
    expect(kinds.toSorted()).toEqual([
      ...bill,
      ['https://sigstore.dev/cosign/sign/v1', undefined],
      ['https://slsa.dev/verification_summary/v1', 'dev'],
    ]);
  }
  // Under its own name there, as whoever verifies it and the stack gate ask.
  const wish = { ...evidence, certificate: { ...evidence.certificate, stage: 'dev' } };
  const reference = `${target.host}/live/web:dev`;
  expect(await verifyEvidence(reference, wish, trust, outside)).toMatchObject({ unmet: [] });
  const asSource = { ...wish, name: `${source.host}/acme/web` };
  expect(await verifyEvidence(reference, asSource, trust, outside)).toMatchObject({
    unmet: [{ use: 'certificate', code: 'resource' }],
  });
});

test('what arrived goes on to the next stage in a third repository, and a run more changes nothing', async () => {
  await promote();
  const onward = {
    ...{ reference: `${target.host}/live/web:dev`, to: 'prod', target: `${source.host}/prod/web` },
  };
  expect(await promote(onward)).toMatchObject({ kind: 'promoted', digest: placed.index });
  const wish = { ...evidence, certificate: { ...evidence.certificate, stage: 'prod' } };
  const reference = `${source.host}/prod/web:prod`;
  expect(await verifyEvidence(reference, wish, trust, outside)).toMatchObject({ unmet: [] });
  const listed = async () => {
    const repository = repositoryAt(source.host, 'prod/web');
    const held = await Promise.all([placed.index, ...placed.images].map((one) => repository.referrers(one)));
    return held.map((entries) => entries.map(({ digest }) => digest).toSorted());
  };
  const before = await listed();
  expect(await promote(onward)).toMatchObject({ kind: 'promoted' });
  expect(await listed()).toEqual(before);
});

test('a layout only carries an image: its certificate keeps the name of the repository', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-promote-'));
  try {
    expect(await promote({ target: `oci:${folder}` })).toMatchObject({ kind: 'promoted' });
    const certificate = { ...evidence.certificate, stage: 'dev' };
    const wish = { ...evidence, name: `${source.host}/acme/web`, certificate };
    expect(await verifyEvidence(`oci:${folder}:dev`, wish, trust, outside)).toMatchObject({ unmet: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a stage that was left out is named as what comes first', async () => {
  expect(await promote({ to: 'prod' })).toMatchObject({
    kind: 'refused',
    why: [expect.stringMatching(/the tag dev of \S+ is not there: promote this image to dev first/)],
  });
});

test('the tag does not move where the evidence did not arrive', async () => {
  // A registry that takes every manifest and then forgets what refers to others.
  behaviour = {
    before: (request, response) => {
      if (
        request.method !== 'GET' ||
        !/\/(?:referrers|manifests)\/sha256[:-][0-9a-f]{64}$/.test(request.url ?? '')
      )
        return false;
      if (!/referrers/.test(request.url ?? '') && !/sha256-/.test(request.url ?? '')) return false;
      response.statusCode = 404;
      response.end();
      return true;
    },
  };
  const ended = await promote().catch((error: unknown) => error);
  expect(ended).not.toMatchObject({ kind: 'promoted' });
  expect(target.manifests.has('dev')).toBe(false);
});

test('evidence of a stranger, or none that is fresh, promotes nothing', async () => {
  const byStranger = await promote({ trust: { keys: [], own: stranger.key.publicKey } });
  expect(byStranger).toMatchObject({ kind: 'refused', why: [expect.any(String), expect.any(String)] });
  const month = 30 * 24 * 3_600_000;
  const later = { ...outside, clock: { now: () => new Date(now.getTime() + month) } };
  const request = { reference: `${source.host}/acme/web:1.0`, stages: ['dev'], to: 'dev', trust };
  const signing = { signer, witnesses: noWitnesses };
  const stale = await promoteImage(
    { ...request, signing, evidence: { ...evidence, maxAge: month / 2 } },
    later,
  );
  expect(stale).toMatchObject({ kind: 'refused', why: [expect.stringContaining('longer ago')] });
  expect(target.manifests.size).toBe(0);
});

describe('a quarantined image', () => {
  const mark = async (repository: ReturnType<typeof repositoryAt>): Promise<void> => {
    const descriptor = await repository.find(placed.index);
    if (descriptor === undefined) throw new Error('no image');
    await quarantine(repository, descriptor, { reason: 'stolen key', by: 'ops', at: now });
  };
  test('is neither believed nor promoted, and nothing of it is copied', async () => {
    await mark(repositoryAt(source.host));
    const judgement = await verifyEvidence(`${source.host}/acme/web:1.0`, evidence, trust, outside);
    expect(judgement.unmet).toContainEqual(expect.objectContaining({ code: 'quarantined' }));
    expect(await promote()).toMatchObject({
      kind: 'refused',
      why: [expect.stringContaining('taken out of use')],
    });
    expect(target.manifests.size).toBe(0);
  });
  test('is not promoted into a place where it is marked', async () => {
    expect(await promote()).toMatchObject({ kind: 'promoted' });
    await mark(there());
    expect(await promote()).toMatchObject({
      kind: 'refused',
      why: [expect.stringContaining('taken out of use')],
    });
  });
});

describe('a platform that is quarantined alone', () => {
  const image = (digest: string): string => `${source.host}/acme/web@${digest}`;
  const platform = (): Digest => placed.images[1] ?? placed.index;
  const other = (): Digest => placed.images[0] ?? placed.index;
  const judge = (digest: Digest) => verifyEvidence(image(digest), evidence, trust, outside);
  const mark = () => quarantineImage(image(platform()), { reason: 'stolen key', by: 'ops' }, outside);

  test('stops its index by name and reason, and not the other platform', async () => {
    expect(await mark()).toEqual({ subjects: [platform()], indexes: [placed.index] });
    const { unmet } = await judge(placed.index);
    expect(unmet).toEqual([
      expect.objectContaining({
        code: 'quarantined',
        message: `the platform ${platform()} of the image was taken out of use by its owner: stolen key (by ops)`,
      }),
    ]);
    expect((await judge(other())).kind).toBe('accepted');
    expect(await promote()).toMatchObject({ kind: 'refused' });
    expect(target.manifests.size).toBe(0);
  });

  test('stops an index that no tag leads to any more', async () => {
    source.manifests.delete('1.0');
    await mark();
    expect((await judge(placed.index)).unmet).toMatchObject([{ code: 'quarantined' }]);
  });

  test('is given free with every index that stood still for it, and for it alone', async () => {
    await mark();
    await quarantineImage(`${source.host}/acme/web:1.0`, { reason: 'all of it', by: 'ops' }, outside);
    expect(await releaseImage(image(platform()), outside)).toBe(2);
    expect((await judge(platform())).kind).toBe('accepted');
    expect((await judge(placed.index)).unmet).toMatchObject([
      { message: expect.stringContaining('the image was taken out of use by its owner: all of it') },
    ]);
    await releaseImage(`${source.host}/acme/web:1.0`, outside);
    expect((await judge(placed.index)).kind).toBe('accepted');
  });

  test('is not signed again inside of a new index', async () => {
    await mark();
    const repository = repositoryAt(source.host);
    const { bytes, mediaType } = await repository.fetch('1.0');
    const index = { ...JSON.parse(Buffer.from(bytes).toString()), annotations: { made: 'anew' } };
    const renewed = await repository.putDocument(Buffer.from(JSON.stringify(index)), mediaType, '1.1');
    const result = recallCompleted(resultOf(placed.images.map((digest) => scanned(digest))));
    const policy = { policy: { minimumGrade: 'B' } } as unknown as Judged['policy'];
    const answer = await signGated(
      { result, policy },
      {
        reference: `${source.host}/acme/web:1.1`,
        ...{ signer, witnesses: noWitnesses, formats: ['legacy', 'bundle'], attestations: ['certificate'] },
        terms: { verifier: 'urn:test:gate' },
        github: readEnvironment({}).github,
      },
      outside,
    );
    expect(answer).toMatchObject({
      kind: 'refused',
      reasons: [{ message: expect.stringContaining('stolen key') }],
    });
    expect((await judge(renewed.digest)).unmet).toMatchObject([{ code: 'missing' }, { code: 'missing' }]);
  });
});
