// What a newer base buys, as the whole command line tells it: read from its registry, set against the image as it is.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mediaTypes } from '../../../src/oci/media-types.ts';
import type { Result } from '../../../src/terms/verdict.ts';
import { writeAdvisories } from '../../cli/advisory-folder.ts';
import { debianFiles, type LayerFiles, writeSmallImage } from '../../cli/small-image.ts';
import { openSurroundings } from '../../cli/surroundings.ts';
import { newPair, pem } from '../../evidence/forge/keys.ts';
import { plantedSecrets } from '../../inspection/planted-secrets.ts';
import { type LoopbackRegistry, startRegistry } from '../../oci/loopback-registry.ts';
import { descriptorOf, imageOfTars, json, type SampleImage, sha256, tar } from '../../oci/sample-image.ts';

const { directory, run } = openSurroundings({ now: '2026-10-22T12:00:00Z' });
const advisories = join(directory, 'advisories');
let registry: LoopbackRegistry;

const critical = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const known = (id: number, ecosystem: string, name: string, fixed?: string) => ({
  id: `CVE-2026-${id}`,
  ecosystem,
  name,
  vector: critical,
  ...(fixed === undefined ? {} : { fixed }),
});

beforeAll(async () => {
  registry = await startRegistry();
  writeAdvisories(advisories, [
    known(1, 'Debian:12', 'openssl', '2'),
    known(2, 'Debian:12', 'zlib', '2'),
    known(3, 'Debian:12', 'curl', '3'),
    known(4, 'Debian:12', 'newcomer', '9'),
    known(5, 'npm', 'lodash', '4.17.21'),
    known(6, 'npm', 'tar', '6.2.1'),
    known(7, 'Debian:13', 'other', '9'),
  ]);
});
afterAll(() => registry.close());
beforeEach(() => rmSync(join(directory, 'seaworthy.yaml'), { force: true }));

const layer = (files: LayerFiles): Buffer =>
  tar(Object.entries(files).map(([path, body]) => ({ path, body })));
const npm = (folder: string, name: string, version: string): LayerFiles => ({
  [`${folder}/node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
});
const built = (day: string) => ({ config: { created: `${day}T00:00:00Z` } });

interface Given {
  readonly older: LayerFiles;
  readonly newer: LayerFiles;
  readonly above?: readonly LayerFiles[];
  /** Of the base that the image says it has; absent: the older one's. `none`: the image names no base. */
  readonly digest?: string;
}

/** Publishes both bases and an image upon the older one; the tag leads to the newer one. */
function publish({ older, newer, above = [], digest }: Given): {
  readonly older: SampleImage;
  readonly newer: SampleImage;
} {
  const bases = {
    older: imageOfTars([layer(older)], built('2026-09-01')),
    newer: imageOfTars([layer(newer)], built('2026-10-20')),
  };
  registry.add(bases.older, 'before');
  registry.add(bases.newer, '12');
  const annotations = {
    'org.opencontainers.image.base.name': `${registry.host}/base:12`,
    'org.opencontainers.image.base.digest': digest ?? bases.older.descriptor.digest,
  };
  const app = imageOfTars([layer(older), ...above.map(layer)], {
    ...built('2026-09-02'),
    manifest: digest === 'none' ? {} : { annotations },
  });
  registry.add(app, 'app');
  return bases;
}

async function gate(...options: readonly string[]) {
  const args = ['gate', `${registry.host}/app:app`, '--advisories', advisories, ...options];
  const { out } = await run(...args, '--format', 'json');
  const result: Result = JSON.parse(out);
  return result;
}

test('says what the newer base buys by itself, and asks besides for what it does not bring', async () => {
  const { older, newer } = publish({
    older: debianFiles({ openssl: '1', zlib: '1' }),
    newer: debianFiles({ openssl: '2', zlib: '2' }),
    above: [npm('app', 'lodash', '4.17.20')],
  });
  const { fixPlan, verdict } = await gate();
  expect(verdict?.merge).toBe('fail');
  expect(fixPlan?.steps).toMatchObject([
    {
      kind: 'base',
      question: 'both',
      closes: { critical: 2 },
      newerBase: {
        reference: `${registry.host}/base:12`,
        from: older.descriptor.digest,
        to: newer.descriptor.digest,
        gone: 3,
        added: 0,
        merge: 'fail',
        certificate: 'fail',
      },
    },
    { kind: 'upgrade', action: 'Update lodash 4.17.20 to 4.17.21.' },
  ]);
  expect(fixPlan?.reaches).toMatchObject({ merge: 'pass', certificate: 'pass', grade: 'A' });
});

test('leaves out what the newer base makes needless, and takes no newer version from it that the image has not', async () => {
  const above = debianFiles({ openssl: '1', zlib: '1', curl: '2' });
  publish({
    older: debianFiles({ openssl: '1', zlib: '1' }),
    newer: debianFiles({ openssl: '2', zlib: '2', curl: '3' }),
    above: [above],
  });
  const { fixPlan } = await gate();
  expect(fixPlan?.steps.map(({ kind }) => kind)).toEqual(['base']);
  expect(fixPlan?.reaches).toMatchObject({ merge: 'pass' });
  publish({
    older: debianFiles({ openssl: '1', zlib: '1' }),
    newer: debianFiles({ openssl: '2', zlib: '2', curl: '1' }),
    above: [above],
  });
  expect((await gate()).fixPlan?.steps.map(({ kind }) => kind)).toEqual(['base', 'rebuild']);
});

test('counts what the newer base brings, but not what the image takes away again', async () => {
  const tarOfNpm = npm('usr/lib/node_modules/npm', 'tar', '6.1.0');
  const given: Given = {
    older: { ...debianFiles({ openssl: '1', zlib: '1' }), ...tarOfNpm },
    newer: { ...debianFiles({ openssl: '2', zlib: '2', newcomer: '1' }), ...tarOfNpm },
  };
  publish(given);
  const kept = await gate();
  expect(kept.fixPlan?.steps[0]?.newerBase).toMatchObject({ gone: 3, added: 1 });
  expect(kept.fixPlan?.steps.map(({ action }) => action)).toEqual([
    expect.stringContaining('Build on the newer'),
    expect.stringMatching(/^Wait for a newer .* than the one that is out \(sha256:.*newcomer 9/),
  ]);
  publish({ ...given, above: [{ 'usr/lib/node_modules/.wh.npm': '' }] });
  const removed = await gate();
  expect(removed.fixPlan?.steps[0]?.newerBase).toMatchObject({ gone: 3, added: 1 });
  expect(JSON.stringify(removed.fixPlan)).not.toContain('tar 6');
});

test('says that the newest base does not help, where no less stands in the way upon it', async () => {
  publish({ older: debianFiles({ openssl: '1' }), newer: debianFiles({ openssl: '1', base: '7' }) });
  const { fixPlan } = await gate();
  expect(fixPlan?.steps.map(({ action, newerBase }) => [action, newerBase])).toEqual([
    [
      expect.stringMatching(/^Wait for a newer .*:12 than the one that is out \(sha256:\w{12}\), or choose/),
      undefined,
    ],
  ]);
});

const netrc = plantedSecrets.find(({ kind }) => kind === 'netrc')?.body ?? '';

const usual: Given = { older: debianFiles({ openssl: '1' }), newer: debianFiles({ openssl: '2' }) };

test('tells people in one line what the newer base is worth', async () => {
  publish(usual);
  const args = ['gate', `${registry.host}/app:app`, '--advisories', advisories];
  const text = (await run(...args)).out.replace(/\s+/g, ' ');
  expect(text).toMatch(
    /1\. Build on the newer 127\.0\.0\.1:\d+\/base:12 that is out — sha256:\w{12} → sha256:\w{12}: 2 of 2 findings gone, 0 new; grade B → A; merge and certificate pass/,
  );
  const { out } = await run(...args, '--format', 'markdown');
  expect(out.replaceAll('\\', '')).toContain('2 of 2 findings gone, 0 new');
});

test.each<readonly [string, () => readonly string[]]>([
  ['the caller', () => ['--no-newer-base']],
  [
    'the policy',
    () => {
      const text = 'version: 1\nimages:\n  fixPlan:\n    newerBase: off\n';
      writeFileSync(join(directory, 'seaworthy.yaml'), text);
      return [];
    },
  ],
])('reads no layer of the newer base where %s forbids it', async (_, forbid) => {
  const { newer } = publish(usual);
  registry.requests.length = 0;
  const { fixPlan } = await gate(...forbid(), '--no-layer-cache');
  expect(fixPlan?.steps.map(({ newerBase, unseen }) => [newerBase, unseen])).toEqual([
    [undefined, undefined],
  ]);
  const lines = registry.requests.map(({ line }) => line).join('\n');
  expect(lines).not.toContain(newer.layerDigests[0]);
});

test('says why a newer base could not be looked into; the verdict is the same', async () => {
  const { newer } = publish(usual);
  const forbidden = await gate('--no-newer-base', '--no-layer-cache');
  registry.blobs.delete(newer.layerDigests[0] ?? '');
  const { fixPlan, verdict, findings } = await gate('--no-layer-cache');
  expect(fixPlan?.steps).toMatchObject([
    { kind: 'base', unseen: expect.stringMatching(/layer sha256:\w+ is missing/) },
  ]);
  expect({ verdict, findings }).toEqual({ verdict: forbidden.verdict, findings: forbidden.findings });
});

test('looks into the image that the user names, for a file too, which asks no registry of itself', async () => {
  const app = writeSmallImage(join(directory, 'app'), debianFiles({ openssl: '1' }), { 'app/main': '' });
  const candidate = writeSmallImage(join(directory, 'candidate'), debianFiles({ openssl: '2' }));
  const args = ['gate', app, '--advisories', advisories, '--format', 'json'];
  const alone: Result = JSON.parse((await run(...args)).out);
  expect(alone.fixPlan?.steps).toMatchObject([
    { kind: 'base', unseen: expect.stringContaining('--newer-base') },
  ]);
  const told: Result = JSON.parse((await run(...args, '--newer-base', candidate)).out);
  expect(told.fixPlan).toMatchObject({
    steps: [{ newerBase: { reference: candidate, findings: 1, gone: 1, added: 0 } }],
    reaches: { merge: 'pass' },
  });
  expect(told.verdict).toEqual(alone.verdict);
});

test('does not compare with a newer base where the image is not built upon the one that it names', async () => {
  const stranger = imageOfTars([layer(debianFiles({ zlib: '7' }))], built('2026-08-01'));
  registry.add(stranger, 'stranger');
  publish({ ...usual, digest: stranger.descriptor.digest });
  const { fixPlan } = await gate();
  expect(fixPlan?.steps.find(({ kind }) => kind === 'base')).toMatchObject({
    unseen: 'which of the layers are the base’s is not known',
  });
});

const unnamed: Given = { ...usual, digest: 'none', above: [{ 'app/main': '' }] };

test('takes the base from the Dockerfile, through its stages, where the image names none', async () => {
  const { newer } = publish(unnamed);
  expect((await gate()).fixPlan?.steps).toMatchObject([
    { kind: 'base', unseen: 'the image names no base; name one: --newer-base' },
  ]);
  const text = `ARG TAG=12\nFROM ${registry.host}/base:\${TAG} AS os\nRUN true\nFROM os\nCOPY main /app/\n`;
  writeFileSync(join(directory, 'Dockerfile'), text);
  const { fixPlan } = await gate('--dockerfile', 'Dockerfile');
  expect(fixPlan?.steps).toMatchObject([
    {
      newerBase: { reference: `${registry.host}/base:12`, to: newer.descriptor.digest, gone: 1, added: 0 },
    },
  ]);
});

test('takes the base from the policy, where that allows one alone', async () => {
  const { newer } = publish(unnamed);
  const policy = (bases: string) =>
    writeFileSync(
      join(directory, 'seaworthy.yaml'),
      `version: 1\nimages:\n  rules: { origin/base-image: off }\n  trust:\n    bases: ${bases}\n`,
    );
  policy(`[{ match: "${registry.host}/base:12" }]`);
  expect((await gate()).fixPlan?.steps).toMatchObject([{ newerBase: { to: newer.descriptor.digest } }]);
  policy(`[{ match: "${registry.host}/base:*" }]`);
  expect((await gate()).fixPlan?.steps).toMatchObject([{ unseen: expect.stringContaining('names no base') }]);
});

test('takes the base from the provenance that BuildKit put beside the image', async () => {
  const { older, newer } = publish(unnamed);
  const app = registry.manifests.get('app');
  const config = json({});
  const uri = `pkg:docker/${registry.host}/base@12?platform=linux%2Famd64`;
  const materials = [{ uri, digest: { sha256: older.descriptor.digest.slice(7) } }];
  const statement = json({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [],
    predicate: { buildType: 'https://mobyproject.org/buildkit@v1', materials },
  });
  for (const bytes of [config, statement]) registry.blobs.set(sha256(bytes), bytes);
  const record = json({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(mediaTypes.ociConfig, config),
    layers: [
      {
        ...descriptorOf('application/vnd.in-toto+json', statement),
        annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
      },
    ],
  });
  const bytes = app?.bytes ?? Buffer.alloc(0);
  const index = json({
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [
      { ...descriptorOf(mediaTypes.ociManifest, bytes), platform: { os: 'linux', architecture: 'amd64' } },
      {
        ...descriptorOf(mediaTypes.ociManifest, record),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': sha256(bytes),
        },
      },
    ],
  });
  registry.manifests.set(sha256(record), { bytes: record, type: mediaTypes.ociManifest });
  registry.manifests.set('app', { bytes: index, type: mediaTypes.ociIndex });
  expect((await gate()).fixPlan?.steps).toMatchObject([
    { newerBase: { from: older.descriptor.digest, to: newer.descriptor.digest, gone: 1 } },
  ]);
});

test('needs no layer of a newer base whose inventory is signed by whom the policy names', async () => {
  const own = newPair();
  writeFileSync(join(directory, 'own.key'), own.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const given: Given = {
    older: { ...debianFiles({ openssl: '1', zlib: '1' }), 'root/.netrc': netrc },
    newer: { ...debianFiles({ openssl: '2', zlib: '2' }), 'etc/added': '' },
    above: [{ 'app/main': '' }],
  };
  const { newer } = publish(given);
  const attest = ['--kind', 'cyclonedx', '--key', join(directory, 'own.key'), '--advisories', advisories];
  const done = await run('attest', `${registry.host}/base:12`, ...attest);
  expect({ ...done, code: done.code }).toMatchObject({ code: 0 });
  const trust = (key: string): void => {
    const indented = key.trim().replaceAll('\n', '\n            ');
    const base = `      - match: ${registry.host}/base:*\n        signedBy:\n          key: |\n            ${indented}\n`;
    writeFileSync(
      join(directory, 'seaworthy.yaml'),
      `version: 1\nimages:\n  rules: { origin/base-signature: off }\n  trust:\n    bases:\n${base}`,
    );
  };
  trust(pem(newPair().publicKey));
  const byLayers = await gate('--no-layer-cache');
  expect(byLayers.fixPlan?.steps[0]?.newerBase).toMatchObject({ by: 'layers', added: 0 });
  trust(pem(own.publicKey));
  registry.blobs.delete(newer.layerDigests[0] ?? '');
  const { fixPlan } = await gate('--no-layer-cache');
  const [step] = fixPlan?.steps ?? [];
  // The secret in the base's layer is no package: that it goes nobody knows.
  expect(step?.newerBase).toMatchObject({ by: 'inventory', to: newer.descriptor.digest, gone: 3, added: 0 });
  expect(step?.rules).toEqual(['CVE-2026-1', 'CVE-2026-2', 'origin/rebuild-recommended']);
  expect(byLayers.fixPlan?.steps[0]?.rules).toContain('secrets/netrc');
  // Of an inventory that says itself that it is not whole nothing is taken for gone; the layer is not there.
  const { out } = await run(
    'scan',
    `${registry.host}/base:before`,
    '--advisories',
    advisories,
    '--format',
    'cyclonedx',
  );
  const torn = { ...JSON.parse(out), compositions: [{ aggregate: 'incomplete', assemblies: [] }] };
  writeFileSync(join(directory, 'torn.json'), JSON.stringify(torn));
  const predicate = ['--predicate', join(directory, 'torn.json'), '--type', 'https://cyclonedx.org/bom'];
  const again = await run(
    'attest',
    `${registry.host}/base:12`,
    ...predicate,
    '--key',
    join(directory, 'own.key'),
  );
  expect(again).toMatchObject({ code: 0 });
  expect((await gate('--no-layer-cache')).fixPlan?.steps[0]).toMatchObject({
    unseen: expect.stringContaining('is missing'),
  });
});

test('holds packages above a base of another release against their own release’s advisories', async () => {
  const older = debianFiles({ openssl: '1' });
  publish({ older, newer: older, above: [debianFiles({ openssl: '1', curl: '2' })] });
  const candidate = writeSmallImage(join(directory, 'next'), debianFiles({ openssl: '2' }, '13'));
  const { fixPlan } = await gate('--newer-base', candidate);
  expect(fixPlan?.steps.map(({ kind }) => kind)).toEqual(['base', 'rebuild']);
});

test('what other tools alone report of the base is not taken for gone', async () => {
  publish(usual);
  const found = (id: string) => ({
    VulnerabilityID: id,
    PkgName: 'openssl',
    PkgIdentifier: { PURL: 'pkg:deb/debian/openssl@1?arch=amd64&distro=debian-12' },
    InstalledVersion: '1',
    FixedVersion: '2',
    Severity: 'CRITICAL',
  });
  const report = {
    SchemaVersion: 2,
    ArtifactName: `${registry.host}/app:app`,
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: [found('CVE-2026-1'), found('CVE-2026-99')],
      },
    ],
  };
  writeFileSync(join(directory, 'trivy.json'), JSON.stringify(report));
  const { fixPlan } = await gate('--import', 'trivy.json');
  expect(fixPlan?.steps[0]?.rules).toEqual(['CVE-2026-1', 'origin/rebuild-recommended']);
  expect(fixPlan?.steps[0]?.newerBase).toMatchObject({ gone: 2, findings: 3, merge: 'fail' });
});

test('a candidate that the user names is looked into whatever the policy says', async () => {
  publish(usual);
  const text = 'version: 1\nimages:\n  fixPlan:\n    newerBase: off\n';
  writeFileSync(join(directory, 'seaworthy.yaml'), text);
  const candidate = writeSmallImage(join(directory, 'better'), debianFiles({ openssl: '2' }));
  expect((await gate('--newer-base', candidate)).fixPlan?.steps[0]?.newerBase).toMatchObject({
    reference: candidate,
  });
});

test('a candidate is told of where nothing of the base stands in the way', async () => {
  publish({
    older: debianFiles({ openssl: '2' }),
    newer: debianFiles({ openssl: '2' }),
    above: [npm('app', 'lodash', '4.17.20')],
  });
  const args = ['gate', `${registry.host}/app:app`, '--advisories', advisories];
  const { err } = await run(...args, '--newer-base', `${registry.host}/base:12`);
  expect(err).toContain('base:12 is not looked into: nothing of a base stands in the way.');
});

test('a newer base helps against what is no package, too: a secret in its layers', async () => {
  publish({
    older: { ...debianFiles({ openssl: '2' }), 'root/.netrc': netrc },
    newer: debianFiles({ openssl: '2' }),
    above: [{ 'app/main': '' }],
  });
  const { fixPlan } = await gate();
  expect(fixPlan?.steps).toMatchObject([
    {
      kind: 'base',
      rules: expect.arrayContaining(['secrets/netrc']),
      newerBase: { gone: 2, added: 0, merge: 'pass', certificate: 'pass' },
    },
  ]);
});
