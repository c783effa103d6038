// No secret of an image stands in anything that a command prints, writes or keeps.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/run/render.ts';
import { openSurroundings } from '../cli/surroundings.ts';
import { writeTar } from '../image/tar-writer.ts';
import { json, sha256 } from '../oci/sample-image.ts';
import { letters, plantedSecrets } from './planted-secrets.ts';

const password = letters(18);
const argument = letters(24);
const canaries = [...plantedSecrets.map(({ secret }) => secret), password, argument].flatMap(pieces);

/** Stretches of a secret that are longer than what may be shown of it. */
function pieces(secret: string): string[] {
  const plain = secret.replace(/-----[A-Z ]+-----|\\n/g, '\n').split('\n');
  return plain.flatMap((line) => (line.length < 12 ? [] : [line.slice(5, 17), line.slice(-16, -5)]));
}

function plant(directory: string): string {
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    writeFileSync(join(blobs, sha256(bytes).slice(7)), bytes);
    return { mediaType, digest: sha256(bytes), size: bytes.length };
  };
  const half = Math.floor(plantedSecrets.length / 2);
  const release = { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' };
  const status = 'Package: bash\nStatus: install ok installed\nVersion: 5\nArchitecture: amd64\n\n';
  const layers = [
    [release, { path: 'var/lib/dpkg/status', body: status }, ...plantedSecrets.slice(0, half)],
    plantedSecrets.slice(half),
    plantedSecrets.slice(0, 20).map(({ path }) => ({ path: path.replace(/([^/]+)$/, '.wh.$1') })),
  ].map(writeTar);
  const instructions = [
    `ENV DB_PASSWORD=${password}`,
    `RUN |1 NPM_TOKEN=${argument} /bin/sh -c npm ci # buildkit`,
    'RUN rm -rf /srv',
  ];
  const config = put(
    'application/vnd.oci.image.config.v1+json',
    json({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: [`DB_PASSWORD=${password}`], Labels: { note: `token=${argument}` } },
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
      history: instructions.map((text) => ({ created_by: text })),
    }),
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put(
    mediaType,
    json({
      schemaVersion: 2,
      mediaType,
      config,
      layers: layers.map((bytes) => put('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(bytes))),
    }),
  );
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    join(directory, 'index.json'),
    json({
      schemaVersion: 2,
      manifests: [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': '1' } }],
    }),
  );
  return `oci:${directory}:1`;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

describe('canaries', () => {
  test('no command shows a secret in any format, and none is kept in the layer cache', async () => {
    const surroundings = openSurroundings();
    const reference = plant(join(surroundings.directory, 'image'));
    const told: string[] = [];
    for (const command of ['scan', 'gate']) {
      for (const format of formats) {
        const ended = await surroundings.run(command, reference, '--advisories', 'none', '--format', format);
        told.push(ended.out, ended.err);
      }
      const all = await surroundings.run(command, reference, '--advisories', 'none', '--all');
      const explained = await surroundings.run(
        command,
        reference,
        '--advisories',
        'none',
        '--explain',
        'secrets/github-token',
      );
      told.push(all.out, all.err, explained.out, explained.err);
    }
    expect(told.join('\n')).toContain('secrets/github-token');
    for (const path of filesBelow(join(surroundings.directory, 'home')))
      told.push(readFileSync(path, 'latin1'));
    const text = told.join('\n');
    expect(canaries.length).toBeGreaterThan(100);
    expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('every planted secret is found, the deleted ones too', async () => {
    const surroundings = openSurroundings();
    const reference = plant(join(surroundings.directory, 'image'));
    const { out } = await surroundings.run('scan', reference, '--advisories', 'none', '--format', 'json');
    const { findings }: { findings: { rule: string; subject: string }[] } = JSON.parse(out);
    const found = new Set(findings.map(({ rule, subject }) => `${rule} ${subject}`));
    const missed = plantedSecrets.filter(({ kind, path }) => !found.has(`secrets/${kind} /${path}`));
    expect(missed.map(({ kind }) => kind)).toEqual([]);
  });
});
