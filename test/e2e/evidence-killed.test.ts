// Killed between any two requests and run again: the registry ends in the same state, and no unsigned tag moves.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { signImage } from '../../src/evidence/publish/sign-image.ts';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { certificateClaim } from '../../src/evidence/statements/certificate.ts';
import { promoteImage } from '../../src/run/promote.ts';
import { verifyEvidence } from '../../src/run/verify.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { clearanceFor, client, now, placeImage, repositoryAt } from '../evidence/publish/cleared.ts';
import { type LoopbackRegistry, startRegistry } from '../oci/loopback-registry.ts';
import { outside } from './evidence-outside.ts';

afterAll(() => client.close());
const signer = { key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) };
const evidence = {
  signature: true,
  attestations: [],
  threshold: 1,
  requireLog: false,
  certificate: { verifiers: ['urn:test:gate'] },
};
const trust = { keys: [], own: signer.key.publicKey };

interface Bench {
  readonly registry: LoopbackRegistry;
  readonly image: string;
  /** From the n-th request on everything is refused, as if we were gone; 0: never. */
  cut(at: number): void;
}

async function openBench(): Promise<Bench> {
  let left = Number.POSITIVE_INFINITY;
  const registry = await startRegistry({
    before: (_, response) => {
      left -= 1;
      if (left >= 0) return false;
      response.statusCode = 403;
      response.end();
      return true;
    },
  });
  return {
    registry,
    image: `${registry.host}/acme/web:1.0`,
    cut: (at) => {
      left = at === 0 ? Number.POSITIVE_INFINITY : at;
    },
  };
}

async function sign({ registry }: Bench): Promise<void> {
  const repository = repositoryAt(registry.host);
  const found = await repository.find('1.0');
  if (found === undefined) throw new Error('no image');
  const clearance = clearanceFor(found.digest);
  await signImage(repository, '1.0', clearance, {
    name: `${registry.host}/acme/web`,
    signer,
    witnesses: noWitnesses,
    formats: ['legacy', 'bundle'],
    now,
    perImage: () => [],
    perSubject: (images) => [
      certificateClaim(clearance, images, `${registry.host}/acme/web`, { verifier: 'urn:test:gate' }),
    ],
  });
}

async function promote({ image }: Bench, to: string): Promise<string> {
  const signing = { signer, witnesses: noWitnesses };
  const request = { reference: image, stages: ['dev', 'test'], to, evidence, trust, signing };
  return (await promoteImage(request, outside)).kind;
}

/** Tags, what each leads to where that is not a new signature, and what is attached. */
async function stateOf({ registry }: Bench): Promise<unknown> {
  const repository = repositoryAt(registry.host);
  const digest = (await repository.find('1.0'))?.digest ?? ('' as Digest);
  const referrers = await repository.referrers(digest);
  const index = JSON.parse(registry.manifests.get(digest.replace(':', '-'))?.bytes.toString() ?? '{}');
  return {
    tags: await repository.tags(),
    types: referrers.map(({ annotations }) => annotations?.['dev.sigstore.bundle.predicateType']).sort(),
    dangling: (index.manifests ?? []).filter(
      (entry: { digest: string }) => !registry.manifests.has(entry.digest),
    ),
    layers: JSON.parse(registry.manifests.get(`${digest.replace(':', '-')}.sig`)?.bytes.toString() ?? '{}')
      .layers?.length,
  };
}

let points = 0;

describe('interrupted after each request and run again', () => {
  test('signing ends in the same state', async () => {
    const whole = await openBench();
    await placeImage(repositoryAt(whole.registry.host), '1.0');
    await sign(whole);
    const expected = await stateOf(whole);
    await whole.registry.close();
    for (let at = 1; ; at += 1) {
      const bench = await openBench();
      await placeImage(repositoryAt(bench.registry.host), '1.0');
      bench.cut(at);
      const interrupted = await sign(bench).then(
        () => false,
        () => true,
      );
      bench.cut(0);
      await sign(bench);
      expect({ at, state: await stateOf(bench) }).toEqual({ at, state: expected });
      await bench.registry.close();
      if (!interrupted) break;
      points += 1;
    }
  });

  test('promotion ends in the same state, and its tag never leads to what does not verify', async () => {
    const start = async (): Promise<Bench> => {
      const bench = await openBench();
      await placeImage(repositoryAt(bench.registry.host), '1.0');
      await sign(bench);
      expect(await promote(bench, 'dev')).toBe('promoted');
      return bench;
    };
    const whole = await start();
    expect(await promote(whole, 'test')).toBe('promoted');
    const expected = await stateOf(whole);
    await whole.registry.close();
    for (let at = 1; ; at += 1) {
      const bench = await start();
      bench.cut(at);
      const interrupted = await promote(bench, 'test').then(
        () => false,
        () => true,
      );
      bench.cut(0);
      if (bench.registry.manifests.has('test')) {
        const wish = { ...evidence, certificate: { ...evidence.certificate, stage: 'test' } };
        const judgement = await verifyEvidence(bench.image.replace(':1.0', ':test'), wish, trust, outside);
        expect({ at, unmet: judgement.unmet }).toEqual({ at, unmet: [] });
      }
      expect(await promote(bench, 'test')).toBe('promoted');
      expect({ at, state: await stateOf(bench) }).toEqual({ at, state: expected });
      await bench.registry.close();
      if (!interrupted) break;
      points += 1;
    }
    expect(points).toBeGreaterThanOrEqual(50);
  });
});

test('an image is promoted only from the stage before', async () => {
  const bench = await openBench();
  await placeImage(repositoryAt(bench.registry.host), '1.0');
  await sign(bench);
  expect(await promote(bench, 'test')).toBe('refused');
  expect(bench.registry.manifests.has('test')).toBe(false);
  await bench.registry.close();
});
