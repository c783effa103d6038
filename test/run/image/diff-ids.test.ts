// A configuration that names another layer's contents: a node could run what nobody scanned.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../../src/http/client.ts';
import { openLayerCache } from '../../../src/image/layer-cache.ts';
import { openSource } from '../../../src/oci/open-source.ts';
import { parseReference } from '../../../src/oci/reference.ts';
import { inventoryAnalyzers } from '../../../src/packages/inventory.ts';
import { readImages } from '../../../src/run/image/read-images.ts';

const sample = resolve(import.meta.dirname, '../../../examples/quickstart/image');
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  progress: () => undefined,
};
const client = openHttpClient();

/** The sample with a configuration whose first two diff ids have changed places. */
function withSwappedDiffIds(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-diff-'));
  cpSync(sample, folder, { recursive: true });
  const blob = (digest: string): string => join(folder, 'blobs/sha256', digest.slice(7));
  const put = (value: unknown): { digest: string; size: number } => {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    writeFileSync(blob(digest), bytes);
    return { digest, size: bytes.length };
  };
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(blob(index.manifests[0].digest), 'utf8'));
  const config = JSON.parse(readFileSync(blob(manifest.config.digest), 'utf8'));
  config.rootfs.diff_ids.reverse();
  manifest.config = { ...manifest.config, ...put(config) };
  index.manifests[0] = { ...index.manifests[0], ...put(manifest) };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  return folder;
}

async function refusals(folder: string, cache: string): Promise<readonly string[]> {
  const reference = `oci:${folder}:1.0`;
  const source = openSource(parseReference(reference), { client, now: () => 0 });
  const ports = { log, layerCache: openLayerCache(cache, log) };
  const read = await readImages(reference, source, 'all', async () => inventoryAnalyzers([]), ports);
  return read.flatMap((one) => (one.kind === 'read' ? one.found : []).map((refusal) => refusal.code));
}

test('diff ids that are not the layers’ are refused, from the cache too; honest ones are not', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'seaworthy-diff-cache-'));
  const swapped = withSwappedDiffIds();
  expect(await refusals(swapped, cache)).toEqual(['digest-mismatch', 'digest-mismatch']);
  expect(await refusals(swapped, cache)).toEqual(['digest-mismatch', 'digest-mismatch']);
  expect(await refusals(sample, cache)).toEqual([]);
});
