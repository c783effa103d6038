// Evidence in a real registry on loopback, with the referrers API and with the fallback tag, and in a layout.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { gatherEvidence } from '../../../src/evidence/image/gather-evidence.ts';
import { openHttpClient } from '../../../src/http/client.ts';
import type { ContentRepository } from '../../../src/oci/content-repository.ts';
import { openLayout } from '../../../src/oci/layout-repository.ts';
import { parseRegistryReference } from '../../../src/oci/reference.ts';
import { noCredentials } from '../../../src/oci/registry/credentials.ts';
import { registryRepository } from '../../../src/oci/registry/registry-repository.ts';
import { startRegistry } from '../../oci/loopback-registry.ts';
import {
  attachBundle,
  attachLegacyAttestation,
  attachLegacySignature,
  image,
  simplePayload,
} from '../forge/attach.ts';
import { day, later } from '../forge/instance.ts';
import { type MemorySource, memorySource } from '../forge/memory-source.ts';
import { identity, instance, statement } from '../forge/scene.ts';
import { makeBundle } from '../forge/sign.ts';

const cosignSign = 'https://sigstore.dev/cosign/sign/v1';
const spdx = 'https://spdx.dev/Document';
const policy = {
  trustedRoot: instance.trustedRoot,
  now: later(day),
  signatures: { by: [identity], threshold: 1 },
  attestations: [{ predicateType: spdx, by: [identity], threshold: 1 }],
};
const bundle = (type: string) => makeBundle({ instance, content: { payload: statement(type, {}) } });

function asBundles(source: MemorySource): void {
  for (const type of [cosignSign, spdx, 'a', 'b', 'c', 'd']) {
    attachBundle(source, bundle(type), { predicateType: type });
  }
}
function asLegacy(source: MemorySource): void {
  attachLegacySignature(source, [simplePayload(image)]);
  attachLegacyAttestation(source, statement(spdx, {}), spdx);
}

async function inRegistry(referrersApi: boolean, attach: (source: MemorySource) => void) {
  const registry = await startRegistry({ referrersApi });
  const client = openHttpClient();
  const options = { client, credentials: noCredentials, now: () => 0 };
  try {
    const repository = registryRepository(parseRegistryReference(`${registry.host}/acme/web`), options);
    const source = memorySource();
    attach(source);
    await source.copyTo(repository);
    registry.requests.length = 0;
    const { kind, unmet } = await gatherEvidence(repository, image, policy);
    return { kind, unmet, requests: registry.requests.length };
  } finally {
    client.close();
    await registry.close();
  }
}

describe('in a registry', () => {
  test('with the fallback tag one signature and one of six attestations take four requests', async () => {
    expect(await inRegistry(false, asBundles)).toEqual({ kind: 'accepted', unmet: [], requests: 4 });
  });
  test('whose referrers API leaves annotations out everything is found all the same', async () => {
    const { kind, requests } = await inRegistry(true, asBundles);
    expect(kind).toBe('accepted');
    expect(requests).toBeLessThanOrEqual(2 + 6);
  });
  test('legacy signature and attestation take two requests each, after the listing', async () => {
    expect(await inRegistry(false, asLegacy)).toEqual({ kind: 'accepted', unmet: [], requests: 2 + 2 * 2 });
  });
});

test('in a layout on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  try {
    for (const attach of [asBundles, asLegacy]) {
      const place = await mkdtemp(join(folder, 'layout-'));
      const layout: ContentRepository = await openLayout(place, { create: true });
      const source = memorySource();
      attach(source);
      await source.copyTo(layout);
      expect((await gatherEvidence(layout, image, policy)).unmet).toEqual([]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
