// Ten writers at once on a registry that knows no referrers API and no conditional writes: nothing is lost in silence.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { attestImage } from '../../src/evidence/publish/attest-image.ts';
import { repairReferrers } from '../../src/evidence/publish/repair.ts';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { client, now, placeImage, repositoryAt } from '../evidence/publish/cleared.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';

let docker: DockerRegistry;
beforeAll(async () => {
  docker = await startDockerRegistry();
});
afterAll(async () => {
  client.close();
  await docker?.stop();
});

const rounds = 20;
const writers = 10;

test('10 writers × 20 rounds: after a repair every attestation is there', async () => {
  const signers = Array.from({ length: writers }, () => ({
    key: privateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  }));
  const failed: string[] = [];
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    const repository = repositoryAt(docker.host, `acme/round${round}`);
    const digest = await placeImage(repository, '1.0', `round ${round}`);
    const attest = (at: number) => {
      const own = repositoryAt(docker.host, `acme/round${round}`);
      const claim = { predicateType: `https://acme.example/review/${at}`, predicate: { at } };
      const signer = signers[at] ?? signers[0];
      if (signer === undefined) throw new Error('no signer');
      return attestImage(own, '1.0', claim, { name: 'acme/web', signer, witnesses: noWitnesses, now });
    };
    const ended = await Promise.allSettled(signers.map((_, at) => attest(at)));
    for (const [at, one] of ended.entries()) {
      if (one.status === 'fulfilled') continue;
      // A writer that gave up says so, and is run again as its user would.
      failed.push(String(one.reason));
      expect(one.reason).toMatchObject({ kind: 'outside' });
      await attest(at);
    }
    lost += writers - (await repository.referrers(digest)).length;
    await repairReferrers(repository, digest);
    const types = (await repository.referrers(digest)).map(
      ({ annotations }) => annotations?.['dev.sigstore.bundle.predicateType'],
    );
    expect(types.sort()).toEqual(signers.map((_, at) => `https://acme.example/review/${at}`).sort());
  }
  console.log(failed.join('\n'));
  console.log(`${lost} of ${writers * rounds} entries had to be restored`);
});
