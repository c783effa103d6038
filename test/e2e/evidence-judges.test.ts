// Other judges of our bundles: sigstore-go and cosign's verify-attestation; and how few requests our own judgement takes.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { predicateTypes } from '../../src/evidence/formats/predicate-types.ts';
import { gatherEvidence } from '../../src/evidence/image/gather-evidence.ts';
import type { ImagePolicy } from '../../src/evidence/image/image-policy.ts';
import { signImage } from '../../src/evidence/publish/sign-image.ts';
import { type Clearance, issueClearance } from '../../src/evidence/sign/clearance.ts';
import { parseIdentityToken } from '../../src/evidence/sign/identity-token.ts';
import { keylessSigner } from '../../src/evidence/sign/keyless.ts';
import { privateKey } from '../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../src/evidence/sign/witness.ts';
import { cycloneDxClaim, spdxClaim } from '../../src/evidence/statements/bill.ts';
import { certificateClaim } from '../../src/evidence/statements/certificate.ts';
import { resourceUri } from '../../src/evidence/statements/resource-uri.ts';
import {
  cosignVulnerabilitiesClaim,
  vulnerabilitiesClaim,
} from '../../src/evidence/statements/vulnerabilities.ts';
import { parseTrustedRoot } from '../../src/evidence/trust/trusted-root.ts';
import { bareKeyThresholds, strictThresholds } from '../../src/evidence/verify/thresholds.ts';
import type { HttpClient } from '../../src/http/message.ts';
import { parseRegistryReference } from '../../src/oci/reference.ts';
import { noCredentials } from '../../src/oci/registry/credentials.ts';
import { registryRepository } from '../../src/oci/registry/registry-repository.ts';
import { signingServices } from '../../src/run/evidence/signing-services.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { client, placeImage, repositoryAt, resultOf, scanned } from '../evidence/publish/cleared.ts';
import { startDockerRegistry } from '../servers/docker-registry.ts';
import { startOlareg } from '../servers/olareg.ts';
import { type PrivateSigstore, startPrivateSigstore } from '../servers/sigstore/private-sigstore.ts';
import { fulcio } from '../tools/fulcio.ts';
import { lacks } from '../tools/lacks.ts';
import { olareg } from '../tools/olareg.ts';
import { rekor } from '../tools/rekor.ts';
import { cosign3, sigstoreGo } from '../tools/sigstore-clients.ts';
import { toolPath } from '../tools/tool.ts';
import { openCosign } from './evidence-cosign.ts';

const tools = [cosign3, sigstoreGo, fulcio, rekor, olareg];
const missing = lacks(...tools);
const suite = missing ? describe.skip : describe;

type Who = 'key' | 'keyless';
type Where = 'docker-registry' | 'olareg';
const cells = (['key', 'keyless'] as const).flatMap((who) =>
  (['docker-registry', 'olareg'] as const).map((where) => [who, where] as const),
);

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-judges-'));
const keyFile = join(folder, 'key.pub');
writeFileSync(keyFile, pair.publicKey.export({ type: 'spki', format: 'pem' }));
const placed = new Map<string, { readonly host: string; readonly path: string; readonly digest: Digest }>();
const stops: (() => Promise<void>)[] = [];
let sigstore: PrivateSigstore;

beforeAll(async () => {
  if (missing) return;
  const [services, docker, second] = await Promise.all([
    startPrivateSigstore(),
    startDockerRegistry(),
    startOlareg(),
  ]);
  sigstore = services;
  stops.push(
    () => services.stop(),
    () => docker.stop(),
    () => second.stop(),
  );
  for (const [who, where] of cells) await place(who, where, where === 'olareg' ? second.host : docker.host);
});
afterAll(async () => {
  client.close();
  await Promise.all(stops.map((stop) => stop()));
});

/** Whose grade stays, so that the certificate has not ended when the test runs. */
function lastingClearance(digest: Digest): Clearance {
  const grade = { letter: 'B', sentence: 'An update waits.', drops: [], because: [], withoutFix: 0 } as const;
  const answer = issueClearance(resultOf([scanned(digest, { grade })]), 'B');
  if (answer.kind === 'refused') throw new Error('refused');
  return answer.clearance;
}

/** One image with one signature and five attestations. */
async function place(who: Who, where: Where, host: string): Promise<void> {
  const path = `acme/${who}`;
  const repository = repositoryAt(host, path);
  const digest = await placeImage(repository, '1.0', who);
  const outside = {
    client,
    clock: { now: () => new Date() },
    random: { bytes: (n: number) => Buffer.alloc(n, 7) },
  };
  const { fulcio: authority, witnesses } =
    who === 'keyless'
      ? signingServices({ configFile: sigstore.signingConfig, disclose: false }, true, outside)
      : { fulcio: undefined, witnesses: noWitnesses };
  const signer =
    authority === undefined
      ? { key: privateKey(pair.privateKey) }
      : await keylessSigner(client, authority, parseIdentityToken(sigstore.issuer.token()));
  const clearance = lastingClearance(digest);
  const name = `${host}/${path}`;
  await signImage(repository, '1.0', clearance, {
    name,
    signer,
    witnesses,
    formats: ['bundle'],
    now: new Date(),
    perImage: (image) =>
      [cycloneDxClaim, spdxClaim, vulnerabilitiesClaim, cosignVulnerabilitiesClaim].map((make) =>
        make(clearance.result, image),
      ),
    perSubject: (images) => [certificateClaim(clearance, images, name, { verifier: 'urn:test:gate' })],
  });
  placed.set(`${who} ${where}`, { host, path, digest });
}

function at(who: Who, where: Where) {
  const found = placed.get(`${who} ${where}`);
  if (found === undefined) throw new Error(`nothing was placed for ${who} ${where}`);
  return found;
}

function run(program: string, args: readonly string[]): Promise<{ ok: boolean; text: string }> {
  return new Promise((done) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder };
    execFile(program, [...args], { env, cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
      done({ ok: error === null, text: `${stdout}${stderr}`.slice(-800) });
    });
  });
}

/** The bundles of an image, as files. */
async function bundles(who: Who, where: Where): Promise<readonly string[]> {
  const { host, path, digest } = at(who, where);
  const repository = repositoryAt(host, path);
  const files: string[] = [];
  for (const referrer of await repository.referrers(digest)) {
    const { layers } = JSON.parse(Buffer.from((await repository.fetch(referrer.digest)).bytes).toString());
    const file = join(folder, `${referrer.digest.slice(7, 19)}.json`);
    writeFileSync(file, Buffer.from(layers[0].data, 'base64'));
    files.push(file);
  }
  return files;
}

const identity = (): readonly string[] => [
  '--certificate-identity',
  sigstore.issuer.subject,
  '--certificate-oidc-issuer',
  sigstore.issuer.url,
];

suite('sigstore-go', () => {
  test('believes every keyless bundle for its image, and none for another', async () => {
    const { digest } = at('keyless', 'olareg');
    const files = await bundles('keyless', 'olareg');
    expect(files).toHaveLength(6);
    const judge = (hex: string, file: string) =>
      run(toolPath(sigstoreGo), [
        ...['-artifact-digest', hex, '-trustedrootJSONpath', sigstore.trustedRoot],
        ...['-expectedIssuer', sigstore.issuer.url, '-expectedSAN', sigstore.issuer.subject, file],
      ]);
    for (const file of files) {
      expect(await judge(digest.slice(7), file)).toMatchObject({ ok: true });
      expect(await judge('0'.repeat(64), file)).toMatchObject({ ok: false });
    }
  });
});

const types = [predicateTypes.vsa, predicateTypes.cyclonedx, predicateTypes.spdx];

suite('cosign 3.1 verify-attestation', () => {
  test.each(cells)('%s, %s: certificate and both bills', async (who, where) => {
    const { host, path, digest } = at(who, where);
    const trust =
      who === 'key'
        ? ['--key', keyFile, '--insecure-ignore-tlog=true', '--trusted-root', sigstore.trustedRoot]
        : [...identity(), '--trusted-root', sigstore.trustedRoot, '--use-signed-timestamps'];
    for (const type of types) {
      const args = ['verify-attestation', '--type', type, ...trust, '--allow-http-registry'];
      const ended = await run(toolPath(cosign3), [...args, `${host}/${path}@${digest}`]);
      expect({ type, ...ended, text: ended.ok ? '' : ended.text }).toMatchObject({ ok: true });
    }
  });
});

/** A repository, and the path of each request that it is asked. */
function countedRepository(host: string, path: string) {
  const asked: string[] = [];
  const counting: HttpClient = {
    ...client,
    send(request) {
      asked.push(request.url.pathname);
      return client.send(request);
    },
  };
  const options = { client: counting, credentials: noCredentials, now: () => Date.now() };
  const repository = registryRepository(parseRegistryReference(`${host}/${path}:1.0`), options);
  return { repository, asked };
}

/** How `host/path@digest` is asked at the registry while it is judged by the test's key. */
async function judgedRequests(
  host: string,
  path: string,
  digest: Digest,
  wanted: Pick<ImagePolicy, 'attestations'>,
): Promise<{ readonly unmet: readonly unknown[]; readonly asked: readonly string[] }> {
  const { repository, asked } = countedRepository(host, path);
  const root = { kind: 'file' as const, path: sigstore.trustedRoot };
  const { unmet } = await gatherEvidence(repository, digest, {
    trustedRoot: parseTrustedRoot(readFileSync(sigstore.trustedRoot), root),
    now: new Date(),
    keyThresholds: bareKeyThresholds,
    signatures: { by: [{ kind: 'key', key: pair.publicKey }], threshold: 1 },
    ...wanted,
  });
  return { unmet, asked };
}

suite('what cosign 3.1 attached', () => {
  const alike = [1, 2, 3, 4, 5].map((at) => `https://acme.example/review/${at}`);
  const usual = [
    predicateTypes.cyclonedx,
    predicateTypes.spdx,
    predicateTypes.provenance,
    predicateTypes.vsa,
    predicateTypes.cosignVulnerabilities,
  ];
  // cosign 3 writes a fallback index that says of no bundle what it is. Sizes of manifests tell types of different length
  // apart; where types are of one length, in the worst case each manifest has to be asked, and no content more.
  test.each([
    ['olareg', 'types of one length', alike, 2 + 2 * 3],
    ['olareg', 'usual types', usual, 2 + 2 * 3],
    ['docker-registry', 'types of one length', alike, 2 + 6 + 3],
    ['docker-registry', 'usual types', usual, 2 + 2 * 3],
  ] as const)(
    '%s, %s: its signature and two of its five attestations',
    async (where, named, types, most) => {
      const { host } = at('key', where);
      const path = `acme/theirs-${named.replaceAll(' ', '-')}`;
      const repository = repositoryAt(host, path);
      const digest = await placeImage(repository, '1.0', `theirs ${where} ${named}`);
      const image = `${host}/${path}@${digest}`;
      const pem = (key: typeof pair.privateKey, type: 'pkcs8' | 'spki') =>
        key.export({ format: 'pem', type }).toString();
      const cosign = openCosign(sigstore, pem(pair.privateKey, 'pkcs8'), pem(pair.publicKey, 'spki'));
      expect(await cosign.sign(3, 'key', 'bundle', image)).toMatchObject({ ok: true });
      for (const type of types) {
        expect(await cosign.attest(3, 'bundle', image, type, { type })).toMatchObject({ ok: true });
      }
      const by = [{ kind: 'key' as const, key: pair.publicKey }];
      const attestations = types.slice(2, 4).map((predicateType) => ({ predicateType, by, threshold: 1 }));
      const { unmet, asked } = await judgedRequests(host, path, digest, { attestations });
      expect([unmet, asked.length <= most, asked]).toEqual([[], true, asked]);
    },
    120_000,
  );
});

suite('our own judgement', () => {
  test.each(cells)('%s, %s: signature and certificate among six take 4 requests', async (who, where) => {
    const { host, path, digest } = at(who, where);
    const { repository, asked } = countedRepository(host, path);
    const exact = (value: string) => ({ kind: 'exact' as const, value });
    const by =
      who === 'key'
        ? [{ kind: 'key' as const, key: pair.publicKey }]
        : [
            {
              kind: 'certificate' as const,
              subject: exact(sigstore.issuer.subject),
              issuer: exact(sigstore.issuer.url),
            },
          ];
    const root = { kind: 'file' as const, path: sigstore.trustedRoot };
    const judgement = await gatherEvidence(repository, digest, {
      trustedRoot: parseTrustedRoot(readFileSync(sigstore.trustedRoot), root),
      now: new Date(),
      keyThresholds: bareKeyThresholds,
      thresholds: strictThresholds,
      signatures: { by, threshold: 1 },
      certificate: { by, verifiers: ['urn:test:gate'], resource: resourceUri(`${host}/${path}`) },
    });
    expect([judgement.unmet, asked.length <= 4, asked]).toEqual([[], true, asked]);
  });
});
