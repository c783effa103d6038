// No secret of an image stands in anything that a command prints, writes or keeps.
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/run/render.ts';
import { writeAdvisories } from '../cli/advisory-folder.ts';
import { openSurroundings } from '../cli/surroundings.ts';
import { type TarItem, writeTar } from '../image/tar-writer.ts';
import { json, sha256 } from '../oci/sample-image.ts';
import { letters } from './made-up.ts';
import { plantedSecrets } from './planted-secrets.ts';

const password = letters(18);
const argument = letters(24);
const canaries = [...plantedSecrets.map(({ secret }) => secret), password, argument].flatMap(pieces);

/** Stretches of a secret that are longer than what may be shown of it. */
function pieces(secret: string): string[] {
  const plain = secret.replace(/-----[A-Z ]+-----|\\n/g, '\n').split('\n');
  return plain.flatMap((line) => (line.length < 12 ? [] : [line.slice(5, 17), line.slice(-16, -5)]));
}

function plant(directory: string, named: readonly TarItem[] = []): string {
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
    [...plantedSecrets.slice(half), ...named],
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

/** With what stands in it in base64 written out: envelopes hold their statements so. */
function decoded(text: string): string {
  const parts = [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([part]) =>
    Buffer.from(part, 'base64').toString('latin1'),
  );
  return [text, ...parts].join('\n');
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

  test('nor does any other command that meets the image, also when it fails, nor anything that it writes', async () => {
    const surroundings = openSurroundings();
    const { directory } = surroundings;
    const reference = plant(join(directory, 'image'));
    const own = new Set(filesBelow(directory));
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const put = (name: string, text: string | Buffer): string => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const key = put('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const trusted = put('key.pub', publicKey.export({ type: 'spki', format: 'pem' }));
    // With it the image passes in spite of its secrets, so that all is signed that can be said of it.
    const off = put(
      'off.yaml',
      "version: 1\nimages:\n  grade: { minimum: F }\n  rules: { 'secrets/*': off, 'hardening/*': warn, 'integrity/*': warn, 'origin/*': warn }\n",
    );
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' } };
    const stack = put(
      'pod.yaml',
      JSON.stringify({
        ...pod,
        spec: {
          containers: [{ name: 'app', image: reference, env: [{ name: 'DB_PASSWORD', value: password }] }],
        },
      }),
    );
    const advisories = writeAdvisories(join(directory, 'advisories'), [
      { id: 'DSA-1-1', ecosystem: 'Debian:12', name: 'other', fixed: '1' },
    ]);
    const judged = ['--advisories', advisories, '--as-of', '2026-10-22', '--policy', off];
    const runs: readonly (readonly string[])[] = [
      ['sign', reference, '--key', key],
      ['sign', reference, ...judged, '--key', key, '--attest', 'certificate', 'cyclonedx', 'spdx', 'vulns'],
      ['attest', reference, ...judged, '--key', key, '--kind', 'certificate', 'vulns', 'cyclonedx'],
      [
        'attest',
        reference,
        '--key',
        key,
        '--predicate',
        put('review.json', '{"by":"me"}'),
        '--type',
        'https://a.example/x',
      ],
      ['verify', reference, '--key', trusted, '--format', 'json'],
      ['verify', reference, '--key', trusted, '--certificate'],
      ['evidence', reference, '--format', 'json'],
      ['evidence', reference],
      ['promote', reference, '--key', key, '--to', 'test', '--policy', off],
      ['quarantine', reference, '--reason', 'it holds secrets'],
      ['stack', stack, '--all'],
      ['stack', stack, '--format', 'json'],
      ['stack', stack, '--format', 'sarif'],
      ['stack', stack, '--policy', put('wrong.yaml', 'version: 1\nstack: { wrong: 1 }\n')],
      ['reach', stack],
      ['scan', `${reference.slice(0, -1)}none`],
      ['scan', reference, '--advisories', 'none', '--known-bad', stack],
      ['gate', reference, '--advisories', 'none', '--base', reference],
      ['verify', reference, '--key', trusted],
    ];
    const told: string[] = [];
    const codes: Record<string, number[]> = {};
    for (const argv of runs) {
      const { code, out, err } = await surroundings.run(...argv);
      told.push(out, err);
      codes[argv[0] ?? ''] = [...(codes[argv[0] ?? ''] ?? []), code];
    }
    expect(codes.verify?.[0]).toBe(0);
    expect(codes).toMatchObject({ sign: [1, 0], attest: [0, 0], evidence: [0, 0], quarantine: [0] });
    const written = filesBelow(directory).filter((path) => !own.has(path) && path !== stack);
    expect(written.filter((path) => path.includes('/blobs/')).length).toBeGreaterThan(8);
    for (const path of written) told.push(decoded(readFileSync(path, 'latin1')));
    const text = told.join('\n');
    expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('a secret in the name of a file, a directory or a package is found, and masked wherever the name is told', async () => {
    const surroundings = openSurroundings();
    const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.secret ?? '';
    const other = plantedSecrets.find(({ kind }) => kind === 'pulumi-token')?.secret ?? '';
    const body = plantedSecrets.find(({ kind }) => kind === 'stripe-key')?.body ?? '';
    const reference = plant(join(surroundings.directory, 'image'), [
      { path: `srv/${token}`, body: 'empty' },
      { path: `srv/${other}/run`, body, mode: 0o4777 },
      { path: `usr/lib/node_modules/a/package.json`, body: `{"name":"${token}","version":"1.0.0"}` },
    ]);
    const told: string[] = [];
    for (const format of formats) {
      const { out, err } = await surroundings.run(
        ...['gate', reference, '--advisories', 'none', '--all', '--format', format],
      );
      told.push(decoded(out), err);
    }
    const text = told.join('\n');
    expect(text).toContain('secrets/github-token');
    expect(text).toMatch(/in its name/);
    expect(text).toMatch(/\/srv\/\[redacted: \d+ characters\]\/run can be written by everybody/);
    expect([token, other].flatMap(pieces).filter((piece) => text.includes(piece))).toEqual([]);
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
