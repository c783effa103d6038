// `evidence` and `verify` on the command line: who made what, whether it holds, for each platform, and what is not judged.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { emptyConfig } from '../../src/evidence/publish/bundle-manifest.ts';
import { blobOf, type ContentRepository } from '../../src/oci/content-repository.ts';
import { openLayout } from '../../src/oci/layout-repository.ts';
import { digestOf } from '../../src/oci/verification.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { signedAt } from '../evidence/forge/instance.ts';
import { newPair } from '../evidence/forge/keys.ts';
import { attachForged, signedLayout } from '../evidence/forge/layout.ts';
import { instance, stranger } from '../evidence/forge/scene.ts';
import { issuer, workflow } from '../evidence/forge/sign.ts';
import { client, placeImage, placeIndex, repositoryAt } from '../evidence/publish/cleared.ts';
import { startRegistry } from '../oci/loopback-registry.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

let place: Surroundings;
let root: string;
beforeEach(() => {
  place = openSurroundings({ now: signedAt.toISOString() });
  root = join(place.directory, 'root.json');
  writeFileSync(root, JSON.stringify(instance.trust));
});

const spdx = 'https://spdx.dev/Document';
const provenance = 'https://slsa.dev/provenance/v1';
/** As actions/attest writes it. */
const built = {
  buildDefinition: {
    buildType: 'https://actions.github.io/buildtypes/workflow/v1',
    externalParameters: { workflow: { ref: 'refs/heads/main', repository: 'https://github.com/acme/web' } },
    resolvedDependencies: [
      { uri: 'git+https://github.com/acme/web', digest: { gitCommit: 'c0ffee'.repeat(6) } },
    ],
  },
  runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
};

interface Told {
  readonly subjects: readonly {
    readonly what: string;
    readonly pieces: readonly {
      readonly state: string;
      readonly detail: string;
      readonly predicateType?: string;
    }[];
  }[];
}

async function told(...options: readonly string[]): Promise<Told> {
  const { code, out, err } = await place.run(
    'evidence',
    ...options,
    '--trusted-root',
    root,
    '--format',
    'json',
  );
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('pieces of one image', () => {
  const layout = () => `oci:${place.directory}/layout:1.0`;

  test('are told by whom they are and whether they hold, though nobody was named', async () => {
    const repository = await signedLayout(join(place.directory, 'layout'));
    await attachForged(repository, '1.0', { predicateType: spdx }, { instance: stranger });
    const states = (await told(layout())).subjects[0]?.pieces.map(({ state, detail }) => [state, detail]);
    expect(states?.toSorted()).toEqual([
      ['chain', expect.any(String)],
      ['holds', `${workflow} (${issuer})`],
    ]);
  });

  test('are valid by who was named, and by nobody else', async () => {
    await signedLayout(join(place.directory, 'layout'));
    const as = (subject: string) => ['--certificate-identity', subject, '--certificate-oidc-issuer', issuer];
    expect((await told(layout(), ...as(workflow))).subjects[0]?.pieces[0]?.state).toBe('valid');
    expect((await told(layout(), ...as('someone'))).subjects[0]?.pieces[0]?.state).toBe('identity');
  });

  test('that a key made are told when the key is at hand', async () => {
    const repository = await signedLayout(join(place.directory, 'layout'));
    const pair = newPair();
    await attachForged(repository, '1.0', { predicateType: spdx }, { key: pair });
    writeFileSync(join(place.directory, 'key.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
    const without = (await told(layout())).subjects[0]?.pieces.map(({ state }) => state);
    expect(without?.toSorted()).toEqual(['holds', 'no-signer']);
    const [subject] = (await told(layout(), '--key', join(place.directory, 'key.pub'))).subjects;
    expect(subject?.pieces.find(({ predicateType }) => predicateType === spdx)?.state).toBe('valid');
  });

  test('provenance by a workflow says builder, source and commit', async () => {
    const repository = await signedLayout(join(place.directory, 'layout'));
    await attachForged(repository, '1.0', { predicateType: provenance, predicate: built });
    const { out } = await place.run('evidence', layout(), '--trusted-root', root);
    expect(out).toContain('built by https://github.com/actions/runner/github-hosted');
    expect(out).toContain('from https://github.com/acme/web refs/heads/main c0ffeec0ffee');
    expect(out).toContain('Who sees attestations:');
  });
});

/** A referrer that is no bundle. */
async function refer(repository: ContentRepository, tag: string, artifactType: string): Promise<void> {
  const subject = await repository.find(tag);
  if (subject === undefined) throw new Error(`no ${tag}`);
  const { mediaType, digest, size } = subject;
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(emptyConfig), size: 2 };
  const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' };
  const bytes = Buffer.from(
    JSON.stringify({
      ...manifest,
      ...{ artifactType, config: empty, layers: [empty], subject: { mediaType, digest, size } },
    }),
  );
  await repository.putBlob(blobOf(emptyConfig, empty.digest));
  const written = await repository.putDocument(bytes, manifest.mediaType);
  await repository.noteReferrers(digest, [{ ...written, artifactType }]);
}

/** An index as BuildKit writes it: one image, and an unsigned statement about it. */
async function buildKitIndex(repository: ContentRepository, tag: string): Promise<Digest> {
  const image = await repository.find(await placeImage(repository, 'image'));
  if (image === undefined) throw new Error('no image');
  const statement = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v0.1',
      subject: [{ name: 'x', digest: { sha256: image.digest.slice(7) } }],
      predicateType: provenance,
      predicate: { ...built, runDetails: { builder: { id: 'https://buildkit.example' } } },
    }),
  );
  const config = Buffer.from('{}');
  for (const blob of [statement, config]) await repository.putBlob(blobOf(blob, digestOf(blob)));
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: 2 },
    layers: [
      {
        mediaType: 'application/vnd.in-toto+json',
        digest: digestOf(statement),
        size: statement.length,
        annotations: { 'in-toto.io/predicate-type': provenance },
      },
    ],
  };
  const attestation = await repository.putDocument(Buffer.from(JSON.stringify(manifest)), manifest.mediaType);
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...image, platform: { os: 'linux', architecture: 'amd64' } },
      { ...attestation, annotations, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  };
  return (await repository.putDocument(Buffer.from(JSON.stringify(index)), index.mediaType, tag)).digest;
}

test('an index is told with each of its platforms, and each with its own pieces', async () => {
  const repository = await openLayout(join(place.directory, 'layout'), { create: true });
  const { images } = await placeIndex(repository, '1.0');
  await attachForged(repository, images[1] ?? '', { predicateType: spdx });
  const { subjects } = await told(`oci:${place.directory}/layout:1.0`);
  expect(subjects.map(({ what, pieces }) => [what, pieces.length])).toEqual([
    ['index', 0],
    ['linux/amd64', 0],
    ['linux/arm64', 1],
  ]);
});

test('what BuildKit wrote into the index is read, and called what it is: unsigned', async () => {
  const repository = await openLayout(join(place.directory, 'layout'), { create: true });
  await buildKitIndex(repository, '1.0');
  const { subjects } = await told(`oci:${place.directory}/layout:1.0`);
  expect(subjects[1]?.pieces).toMatchObject([
    { state: 'unsigned', predicateType: provenance, provenance: { builder: 'https://buildkit.example' } },
  ]);
});

const key = newPair();
function verifyWithKey(image: string) {
  const file = join(place.directory, 'key.pub');
  writeFileSync(file, key.publicKey.export({ type: 'spki', format: 'pem' }));
  return place.run('verify', image, '--key', file);
}

test('a Notation signature is named as present and not evaluated, never as no signature', async () => {
  const repository = await openLayout(join(place.directory, 'layout'), { create: true });
  await placeImage(repository, '1.0');
  const image = `oci:${place.directory}/layout:1.0`;
  expect((await verifyWithKey(image)).out).toContain('missing: no signature is attached');
  await refer(repository, '1.0', 'application/vnd.cncf.notary.signature');
  const { code, out } = await verifyWithKey(image);
  expect(code).toBe(1);
  expect(out).toMatch(/not-evaluated: Notation signature sha256:\w+: present, not evaluated/);
  expect(out).not.toContain('no signature');
  const { subjects } = await told(image);
  expect(subjects[0]?.pieces).toMatchObject([{ state: 'not-evaluated' }]);
});

describe('Docker Content Trust at the registry’s own address', () => {
  async function withTrust(
    targets: (digest: Digest) => object | undefined,
    work: (image: string) => Promise<void>,
  ): Promise<void> {
    let answer: object | undefined;
    const registry = await startRegistry({
      before: (request, response) => {
        if (request.url?.endsWith('/_trust/tuf/targets.json') !== true || answer === undefined) return false;
        response.end(JSON.stringify(answer));
        return true;
      },
    });
    const digest = await placeImage(repositoryAt(registry.host), '1.0');
    answer = targets(digest);
    try {
      await work(`${registry.host}/acme/web:1.0`);
    } finally {
      client.close();
      await registry.close();
    }
  }
  const data = (digest: Digest) => ({
    signed: {
      _type: 'Targets',
      targets: { '1.0': { hashes: { sha256: Buffer.from(digest.slice(7), 'hex').toString('base64') } } },
    },
    signatures: [],
  });

  test('is named with the tags that name the image', async () => {
    await withTrust(data, async (image) => {
      const { code, out } = await verifyWithKey(image);
      expect([code, out]).toEqual([
        1,
        expect.stringContaining('present, not evaluated (trust data of this digest as 1.0)'),
      ]);
      expect((await told(image)).subjects[0]?.pieces).toMatchObject([
        { state: 'not-evaluated', detail: expect.stringContaining('Docker Content Trust') },
      ]);
    });
  });
  test('of other images is told apart', async () => {
    await withTrust(
      () => data(`sha256:${'0'.repeat(64)}`),
      async (image) => {
        expect((await verifyWithKey(image)).out).toContain('of the repository, not of this digest');
      },
    );
  });
  test('that there is none is no failure', async () => {
    await withTrust(
      () => undefined,
      async (image) => {
        expect((await verifyWithKey(image)).out).toContain('missing: no signature is attached');
      },
    );
  });
});
