// A base that the policy wants signed: judged at its own registry, by what cosign 2.5 attached to it.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { blobOf } from '../../src/oci/content-repository.ts';
import type { Digest } from '../../src/terms/digest.ts';
import { client, repositoryAt } from '../evidence/publish/cleared.ts';
import { type SampleImage, sampleImage } from '../oci/sample-image.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { lacks } from '../tools/lacks.ts';
import { cosign2 } from '../tools/sigstore-clients.ts';
import { toolPath } from '../tools/tool.ts';
import { openCommandLine } from './command-line.ts';

const missing = lacks(cosign2);
const suite = missing ? describe.skip : describe;

const line = openCommandLine({ env: { COSIGN_PASSWORD: '' } });
let docker: DockerRegistry;

beforeAll(async () => {
  if (missing) return;
  docker = await startDockerRegistry();
  for (const name of ['vendor', 'stranger'])
    await runCosign(['generate-key-pair', '--output-key-prefix', join(line.home, name)]);
});
afterAll(async () => {
  client.close();
  await docker?.stop();
});

async function runCosign(args: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', HOME: line.home, COSIGN_PASSWORD: '' };
  await promisify(execFile)(toolPath(cosign2), [...args], { cwd: line.home, env });
}

async function push(path: string, tag: string, image: SampleImage): Promise<Digest> {
  const repository = repositoryAt(docker.host, path);
  for (const [digest, bytes] of image.blobs) await repository.putBlob(blobOf(bytes, digest));
  await repository.putDocument(image.manifest, image.descriptor.mediaType, tag);
  return image.descriptor.digest;
}

/** Built shortly before. */
const dated = { config: { created: new Date(Date.now() - 86_400_000).toISOString() } };

/** An app upon a base of its own, and what the gate says of the base's signature. */
async function findings(name: string, sign?: (base: string) => Promise<void>): Promise<readonly string[]> {
  const layers = [`base ${name}`];
  const digest = await push(`vendor/${name}`, '1', sampleImage(layers, dated));
  const base = `${docker.host}/vendor/${name}`;
  await sign?.(`${base}@${digest}`);
  const annotations = {
    'org.opencontainers.image.base.name': `${base}:1`,
    'org.opencontainers.image.base.digest': digest,
  };
  await push('acme/app', name, sampleImage([...layers, 'app'], { ...dated, manifest: { annotations } }));
  const key = readFileSync(join(line.home, 'vendor.pub'), 'utf8').trim();
  const indented = key.replaceAll('\n', '\n            ');
  writeFileSync(
    join(line.home, 'seaworthy.yaml'),
    `version: 1
images:
  trust:
    bases:
      - match: ${docker.host}/vendor/*
        digest: required
        signedBy:
          key: |
            ${indented}
`,
  );
  const { out } = await line.run(
    'gate',
    `${docker.host}/acme/app:${name}`,
    '--advisories',
    'none',
    '--format',
    'json',
  );
  const result: { findings: { rule: string; message: string }[] } = JSON.parse(out);
  return result.findings
    .filter(({ rule }) => rule.startsWith('origin/base-'))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

/** Signs as a vendor does. */
function cosign(vendor: string) {
  return async (image: string): Promise<void> => {
    const quiet = ['--yes', '--tlog-upload=false', '--allow-http-registry'];
    await runCosign(['sign', '--key', join(line.home, `${vendor}.key`), ...quiet, image]);
  };
}

suite('the base', () => {
  test('that nobody signed blocks', async () => {
    expect(await findings('bare')).toEqual([
      expect.stringMatching(/^origin\/base-signature: .*missing: no signature/),
    ]);
  });
  test('that its vendor signed passes', async () => {
    expect(await findings('signed', cosign('vendor'))).toEqual([]);
  });
  test('that a stranger signed blocks', async () => {
    expect(await findings('strange', cosign('stranger'))).toEqual([
      expect.stringMatching(/^origin\/base-signature: .*signature: /),
    ]);
  });
});
