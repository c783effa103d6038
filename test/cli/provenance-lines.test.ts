// Lines of the Dockerfile that BuildKit's provenance carries, on images whose Dockerfile nobody gives.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { letters } from '../inspection/made-up.ts';
import { plantedSecrets } from '../inspection/planted-secrets.ts';
import { json, sha256, tar } from '../oci/sample-image.ts';
import { openSurroundings } from './surroundings.ts';

const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '';
const argument = letters(24);
const dockerfile = `FROM debian:12 AS build
RUN make
FROM scratch
# a comment that holds a secret: ${token.trim().split(' ').at(-1)}
ADD rootfs /
ENV TOKEN=${argument}

COPY token /srv/
`;
const data = Buffer.from(dockerfile).toString('base64');
const infos = [{ filename: 'deploy/Dockerfile', language: 'Dockerfile', data }];
const source = {
  infos,
  locations: { step0: { locations: [{ ranges: [{ start: { line: 8 }, end: { line: 8 } }] }] } },
};

const v02 = {
  buildType: 'https://mobyproject.org/buildkit@v1',
  metadata: { 'https://mobyproject.org/buildkit@v1#metadata': { source } },
};
const v1 = (args: object = {}, file = infos): object => ({
  buildDefinition: { externalParameters: { request: { args } } },
  runDetails: { metadata: { buildkit_metadata: { source: { infos: file } } } },
});

let surroundings = openSurroundings();
beforeEach(() => {
  surroundings = openSurroundings();
});

const same = (bytes: Buffer): Buffer => bytes;

/** An index as BuildKit writes it. */
function place(predicateType: string, predicate: unknown, spoil = same): string {
  const directory = join(surroundings.directory, 'image');
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, bytes: Buffer, written = bytes) => {
    writeFileSync(join(blobs, sha256(bytes).slice(7)), written);
    return { mediaType, digest: sha256(bytes), size: bytes.length };
  };
  const layers = [tar([{ path: 'etc/a', body: 'a' }]), tar([{ path: 'srv/token', body: token }])];
  const config = put(
    'application/vnd.oci.image.config.v1+json',
    json({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
      history: [
        { created_by: 'ADD rootfs / # buildkit' },
        { created_by: 'ENV TOKEN=x', empty_layer: true },
        { created_by: 'COPY token /srv/ # buildkit' },
      ],
    }),
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const image = put(
    mediaType,
    json({
      schemaVersion: 2,
      mediaType,
      config,
      layers: layers.map((bytes) => put('application/vnd.oci.image.layer.v1.tar', bytes)),
    }),
  );
  const statement = json({ _type: 'https://in-toto.io/Statement/v0.1', predicateType, predicate });
  const annotations = { 'in-toto.io/predicate-type': predicateType };
  const attestation = put(
    mediaType,
    json({
      schemaVersion: 2,
      mediaType,
      config: put('application/vnd.oci.image.config.v1+json', json({})),
      layers: [{ ...put('application/vnd.in-toto+json', statement, spoil(statement)), annotations }],
    }),
  );
  const index = json({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...image, platform: { os: 'linux', architecture: 'amd64' } },
      {
        ...attestation,
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': image.digest,
        },
      },
    ],
  });
  const named = put('application/vnd.oci.image.index.v1+json', index);
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const ref = { 'org.opencontainers.image.ref.name': '1' };
  writeFileSync(
    join(directory, 'index.json'),
    json({ schemaVersion: 2, manifests: [{ ...named, annotations: ref }] }),
  );
  return `oci:${directory}:1`;
}

async function lineOf(reference: string, ...more: string[]): Promise<unknown> {
  const ended = await surroundings.run(
    'scan',
    reference,
    '--advisories',
    'none',
    '--format',
    'json',
    ...more,
  );
  expect(ended.out + ended.err).not.toContain(argument);
  const { findings } = JSON.parse(ended.out);
  return findings.find(({ rule }: { rule: string }) => rule === 'secrets/github-token')?.where.dockerfile;
}

test.each([
  ['SLSA 0.2', 'https://slsa.dev/provenance/v0.2', v02],
  ['SLSA 1', 'https://slsa.dev/provenance/v1', v1()],
])('%s: a finding names the line', async (_, type, predicate) => {
  expect(await lineOf(place(type, predicate))).toEqual({ file: 'deploy/Dockerfile', line: 8 });
});

test('the stage that was built counts', async () => {
  const staged = Buffer.from(
    `FROM scratch AS app\nADD rootfs /\nCOPY token /srv/\nFROM app AS debug\nRUN x\n`,
  );
  const file = [{ filename: 'Dockerfile', language: 'Dockerfile', data: staged.toString('base64') }];
  const reference = place('https://slsa.dev/provenance/v1', v1({ target: 'App' }, file));
  expect(await lineOf(reference)).toEqual({ file: 'Dockerfile', line: 3 });
});

test('a Dockerfile that is given goes before', async () => {
  const file = join(surroundings.directory, 'Given');
  writeFileSync(file, 'FROM scratch\nADD rootfs /\nCOPY token /srv/\n');
  const reference = place('https://slsa.dev/provenance/v1', v1());
  expect(await lineOf(reference, '--dockerfile', file)).toMatchObject({ line: 3 });
});

test('a name that leads out of the checkout is not shown', async () => {
  const file = [{ filename: '../../etc/Dockerfile', language: 'Dockerfile', data }];
  const reference = place('https://slsa.dev/provenance/v1', v1({}, file));
  expect(await lineOf(reference)).toEqual({ file: 'Dockerfile', line: 8 });
});

test.each<[string, unknown, (bytes: Buffer) => Buffer]>([
  ['is of the short mode', { runDetails: { metadata: {} } }, same],
  ['is of another form', [1], same],
  ['is damaged', v1(), (bytes) => bytes.subarray(1)],
  ['is not JSON', v1(), () => Buffer.from('x')],
])('provenance that %s names no line and stops nothing', async (_, predicate, spoil) => {
  expect(await lineOf(place('https://slsa.dev/provenance/v1', predicate, spoil))).toBeUndefined();
});
