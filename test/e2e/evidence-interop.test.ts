// Two-way interop with cosign 2.5 and 3.1: key and keyless × legacy and bundle × referrers API and fallback × image and index.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gatherEvidence } from '../../src/evidence/image/gather-evidence.ts';
import { signImage } from '../../src/evidence/publish/sign-image.ts';
import { parseIdentityToken } from '../../src/evidence/sign/identity-token.ts';
import { keylessSigner } from '../../src/evidence/sign/keyless.ts';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { certificateClaim } from '../../src/evidence/statements/certificate.ts';
import { parseTrustedRoot } from '../../src/evidence/trust/trusted-root.ts';
import { bareKeyThresholds } from '../../src/evidence/verify/thresholds.ts';
import { signingServices } from '../../src/run/evidence/signing-services.ts';
import { clearanceFor, client, placeImage, placeIndex, repositoryAt } from '../evidence/publish/cleared.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { type Olareg, startOlareg } from '../servers/olareg.ts';
import { type PrivateSigstore, startPrivateSigstore } from '../servers/sigstore/private-sigstore.ts';
import { fulcio } from '../tools/fulcio.ts';
import { lacks } from '../tools/lacks.ts';
import { olareg as olaregTool } from '../tools/olareg.ts';
import { rekor } from '../tools/rekor.ts';
import { cosign2, cosign3 } from '../tools/sigstore-clients.ts';
import { type Cosign, type Format, type Identity, openCosign, type Version } from './evidence-cosign.ts';

interface Cell {
  readonly version: Version;
  readonly identity: Identity;
  readonly format: Format;
  readonly registry: 'referrers API' | 'fallback tag';
  readonly shape: 'image' | 'index';
}

const cells: readonly Cell[] = ([2, 3] as const).flatMap((version) =>
  (['key', 'keyless'] as const).flatMap((identity) =>
    (['legacy', 'bundle'] as const).flatMap((format) =>
      (['referrers API', 'fallback tag'] as const).flatMap((registry) =>
        (['image', 'index'] as const).map((shape) => ({ version, identity, format, registry, shape })),
      ),
    ),
  ),
);

const named = ({ version, identity, format, registry, shape }: Cell): string =>
  `cosign ${version}, ${identity}, ${format}, ${registry}, ${shape}`;

/** Cells that cannot be, with the reason; the tests below show that they still fail. */
const cannotVerify = ({ version, format }: Cell): string | undefined =>
  version === 2 && format === 'bundle' ? 'cosign 2.5 verifies no image signature in a bundle' : undefined;
const cannotSign = ({ version, format }: Cell): string | undefined =>
  version === 2 && format === 'bundle' ? 'cosign 2.5 sign writes no bundles' : undefined;

const missing = lacks(cosign2, cosign3, fulcio, rekor, olaregTool);
const suite = missing ? describe.skip : describe;

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let sigstore: PrivateSigstore;
let docker: DockerRegistry;
let olareg: Olareg;
let cosign: Cosign;
let made = 0;

beforeAll(async () => {
  if (missing) return;
  [sigstore, docker, olareg] = await Promise.all([
    startPrivateSigstore(),
    startDockerRegistry(),
    startOlareg(),
  ]);
  const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  cosign = openCosign(sigstore, pem, pair.publicKey.export({ format: 'pem', type: 'spki' }).toString());
});
afterAll(async () => {
  client.close();
  await Promise.all([sigstore?.stop(), docker?.stop(), olareg?.stop()]);
});

/** A fresh repository with one image or index. */
async function scene({ registry, shape }: Cell) {
  made += 1;
  const host = registry === 'fallback tag' ? docker.host : olareg.host;
  const path = `acme/web${made}`;
  const repository = repositoryAt(host, path);
  const placed =
    shape === 'index'
      ? await placeIndex(repository, '1.0')
      : await placeImage(repository, '1.0', `body ${made}`).then((digest) => ({
          index: digest,
          images: [digest],
        }));
  return { repository, name: `${host}/${path}`, image: `${host}/${path}@${placed.index}`, ...placed };
}

async function signOurs(cell: Cell, at: Awaited<ReturnType<typeof scene>>): Promise<void> {
  const outside = {
    client,
    clock: { now: () => new Date() },
    random: { bytes: (n: number) => Buffer.alloc(n, 7) },
  };
  const { fulcio: authority, witnesses } =
    cell.identity === 'keyless'
      ? signingServices({ configFile: sigstore.signingConfig, disclose: false }, true, outside)
      : { fulcio: undefined, witnesses: noWitnesses };
  const signer =
    authority === undefined
      ? { key: privateKey(pair.privateKey) }
      : await keylessSigner(client, authority, parseIdentityToken(sigstore.issuer.token()));
  const clearance = clearanceFor(...at.images);
  await signImage(at.repository, '1.0', clearance, {
    name: at.name,
    signer,
    witnesses,
    formats: [cell.format],
    now: new Date(),
    perImage: () => [],
    perSubject: (images) =>
      cell.format === 'bundle'
        ? [certificateClaim(clearance, images, at.name, { verifier: 'urn:test:gate' })]
        : [],
  });
}

async function judgeOurs(
  { identity, format }: Cell,
  { repository, index }: Awaited<ReturnType<typeof scene>>,
) {
  const exact = (value: string) => ({ kind: 'exact' as const, value });
  const by =
    identity === 'key'
      ? [{ kind: 'key' as const, key: pair.publicKey }]
      : [
          {
            kind: 'certificate' as const,
            subject: exact(sigstore.issuer.subject),
            issuer: exact(sigstore.issuer.url),
          },
        ];
  const root = { kind: 'file' as const, path: sigstore.trustedRoot };
  return gatherEvidence(repository, index, {
    trustedRoot: parseTrustedRoot(readFileSync(sigstore.trustedRoot), root),
    now: new Date(),
    keyThresholds: bareKeyThresholds,
    thresholds: { logEntries: format === 'bundle' ? 1 : 0, certificateLogs: 1, times: 1 },
    signatures: { by, threshold: 1 },
  });
}

suite('what we sign, cosign verifies', () => {
  test.each(cells.map((cell) => [named(cell), cell] as const))('%s', async (_, cell) => {
    const at = await scene(cell);
    await signOurs(cell, at);
    expect((await judgeOurs(cell, at)).unmet).toEqual([]);
    const ended = await cosign.verify(cell.version, cell.identity, cell.format, at.image);
    const reason = cannotVerify(cell);
    expect({ ok: ended.ok, text: ended.ok ? '' : ended.text, reason }).toMatchObject({
      ok: reason === undefined,
    });
  });
});

suite('what cosign signs, we verify', () => {
  test.each(cells.map((cell) => [named(cell), cell] as const))('%s', async (_, cell) => {
    const at = await scene(cell);
    const ended = await cosign.sign(cell.version, cell.identity, cell.format, at.image);
    const reason = cannotSign(cell);
    if (reason !== undefined) {
      const bundles = (await at.repository.referrers(at.index)).filter(({ artifactType }) =>
        artifactType?.includes('bundle'),
      );
      expect({ bundles, reason }).toEqual({ bundles: [], reason });
      return;
    }
    expect({ ok: ended.ok, text: ended.ok ? '' : ended.text }).toMatchObject({ ok: true, text: '' });
    expect((await judgeOurs(cell, at)).unmet).toEqual([]);
  });
});
