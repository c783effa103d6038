// What cosign 2 and 3 attach with a key is believed by us, and by nobody else's key.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gatherEvidence } from '../../src/evidence/image/gather-evidence.ts';
import { parsePublicKey } from '../../src/evidence/trust/public-key.ts';
import { shippedRoot } from '../../src/evidence/trust/shipped-root.ts';
import { bareKeyThresholds } from '../../src/evidence/verify/thresholds.ts';
import { openHttpClient } from '../../src/http/client.ts';
import { parseRegistryReference } from '../../src/oci/reference.ts';
import { noCredentials } from '../../src/oci/registry/credentials.ts';
import { registryRepository } from '../../src/oci/registry/registry-repository.ts';
import { newPair, pem } from '../evidence/forge/keys.ts';
import { type LoopbackRegistry, startRegistry } from '../oci/loopback-registry.ts';
import { sampleImage } from '../oci/sample-image.ts';
import { cosign2, cosign3 } from '../tools/sigstore-clients.ts';
import { toolPath } from '../tools/tool.ts';

const spdx = 'https://spdx.dev/Document';
const folder = mkdtempSync(join(tmpdir(), 'cosign-'));
const predicate = join(folder, 'sbom.json');
let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startRegistry({
    referrersApi: false,
    before: (request, response) => {
      if (request.url !== '/v2/') return false;
      response.end('{}');
      return true;
    },
  });
  writeFileSync(predicate, JSON.stringify({ spdxVersion: 'SPDX-2.3', name: 'x' }));
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

/** The registry is in this process: the tool must not block it. */
function cosign(program: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, COSIGN_PASSWORD: '', COSIGN_YES: 'true' },
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`cosign ${args.join(' ')}: ${Buffer.concat(said)}`)),
    );
  });
}

const quiet = ['--key', 'cosign.key', '--tlog-upload=false', '--allow-http-registry', '--yes'];
const cells = [
  { name: 'cosign 2.5, legacy', program: toolPath(cosign2), options: [] },
  {
    name: 'cosign 3.1, legacy',
    program: toolPath(cosign3),
    options: ['--new-bundle-format=false', '--use-signing-config=false'],
  },
  {
    name: 'cosign 3.1, bundle',
    program: toolPath(cosign3),
    options: ['--new-bundle-format=true', '--use-signing-config=false'],
  },
];

describe.each(cells)('$name', ({ name, program, options }) => {
  test('signature and attestation are believed for its key alone', async () => {
    const repository = `acme/${name.replace(/[^a-z0-9]+/g, '-')}`;
    const image = sampleImage(['one', name]);
    registry.add(image, 'v1');
    const { digest } = image.descriptor;
    const reference = `${registry.host}/${repository}@${digest}`;
    rmSync(join(folder, 'cosign.key'), { force: true });
    rmSync(join(folder, 'cosign.pub'), { force: true });
    await cosign(program, 'generate-key-pair');
    await cosign(program, 'sign', ...quiet, ...options, reference);
    await cosign(
      program,
      'attest',
      ...quiet,
      ...options,
      '--type',
      'spdxjson',
      '--predicate',
      predicate,
      reference,
    );

    const client = openHttpClient();
    try {
      const source = registryRepository(parseRegistryReference(`${registry.host}/${repository}`), {
        client,
        credentials: noCredentials,
        now: () => 0,
      });
      const { trustedRoot } = await shippedRoot();
      const judged = (text: string) => {
        const by = [{ kind: 'key' as const, key: parsePublicKey(text, 'cosign.pub') }];
        return gatherEvidence(source, digest, {
          trustedRoot,
          now: new Date(),
          keyThresholds: bareKeyThresholds,
          signatures: { by, threshold: 1 },
          attestations: [{ predicateType: spdx, by, threshold: 1 }],
        });
      };
      expect((await judged(readFileSync(join(folder, 'cosign.pub'), 'utf8'))).unmet).toEqual([]);
      const stranger = await judged(pem(newPair().publicKey));
      expect(stranger.unmet.map(({ code }) => code)).toEqual(['signature', 'signature']);
    } finally {
      client.close();
    }
  }, 60_000);
});
