// Attestations, two ways: what cosign 2.5 and 3.1 attest is listed and believed, and what we attest they verify, or cannot.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { client, placeImage, repositoryAt } from '../evidence/publish/cleared.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { type PrivateSigstore, startPrivateSigstore } from '../servers/sigstore/private-sigstore.ts';
import { fulcio } from '../tools/fulcio.ts';
import { lacks } from '../tools/lacks.ts';
import { rekor } from '../tools/rekor.ts';
import { cosign2, cosign3 } from '../tools/sigstore-clients.ts';
import { openCommandLine } from './command-line.ts';
import { type Cosign, type Format, openCosign, type Version } from './evidence-cosign.ts';

const missing = lacks(cosign2, cosign3, fulcio, rekor);
const suite = missing ? describe.skip : describe;
const line = openCommandLine();
const type = 'https://acme.example/review/v1';
let docker: DockerRegistry;
let sigstore: PrivateSigstore;
let cosign: Cosign;

beforeAll(async () => {
  if (missing) return;
  [docker, sigstore] = await Promise.all([startDockerRegistry(), startPrivateSigstore()]);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pub = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  writeFileSync(join(line.home, 'key.pem'), pem);
  writeFileSync(join(line.home, 'key.pub'), pub);
  writeFileSync(join(line.home, 'review.json'), '{"ok":true}');
  cosign = openCosign(sigstore, pem, pub);
});
afterAll(async () => {
  client.close();
  await Promise.all([docker?.stop(), sigstore?.stop()]);
});

async function place(name: string): Promise<string> {
  const path = `acme/${name.replace(/\W+/g, '-').toLowerCase()}`;
  const digest = await placeImage(repositoryAt(docker.host, path), '1.0', name);
  return `${docker.host}/${path}@${digest}`;
}

/** Bundles of cosign 3.1 carry what the private log and clock said: only their root knows them. */
const root = (format: Format): readonly string[] =>
  format === 'bundle' ? ['--trusted-root', sigstore.trustedRoot] : [];

const cells: readonly (readonly [Version, Format])[] = [
  [2, 'legacy'],
  [3, 'legacy'],
  [3, 'bundle'],
];

suite('what cosign attests', () => {
  test.each(cells)(
    'cosign %s, %s: is listed as valid, and believed where its type is asked for',
    async (version, format) => {
      const image = await place(`theirs ${version} ${format}`);
      expect(await cosign.attest(version, format, image, type, { ok: true })).toMatchObject({ ok: true });
      const { out } = await line.run(
        'evidence',
        image,
        '--key',
        'key.pub',
        ...root(format),
        '--format',
        'json',
      );
      const pieces: { kind: string; state: string; predicateType: string }[] =
        JSON.parse(out).subjects[0].pieces;
      const kind = format === 'legacy' ? 'legacy-attestation' : 'bundle';
      expect(pieces).toMatchObject([{ kind, state: 'valid', predicateType: type }]);
      const asked = await line.run('verify', image, '--key', 'key.pub', ...root(format), '--type', type);
      // It is no signature: that is what is lacking, and nothing else.
      expect(asked.out).toContain(`✔ ${type}`);
      expect([asked.code, asked.out]).toEqual([1, expect.stringContaining('✘ signature')]);
    },
  );
});

suite('what we attest', () => {
  test('cosign 3.1 verifies, cosign 2.5 with its setting, and not by the .att tag, which we do not write', async () => {
    const image = await place('ours');
    const ended = await line.run(
      'attest',
      image,
      '--predicate',
      'review.json',
      '--type',
      type,
      '--key',
      'key.pem',
    );
    expect(ended).toMatchObject({ code: 0 });
    expect(await cosign.verifyAttestation(3, 'bundle', image, type)).toMatchObject({ ok: true });
    expect(await cosign.verifyAttestation(2, 'bundle', image, type)).toMatchObject({ ok: true });
    expect(await cosign.verifyAttestation(2, 'legacy', image, type)).toMatchObject({ ok: false });
  });
});
