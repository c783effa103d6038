// What an image's layers say by themselves is kept: believed only where nothing that enters it has changed.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readKnownBad } from '../../../src/inspection/integrity/known-bad.ts';
import { renderJson } from '../../../src/report/result-json.ts';
import { openKnowledge } from '../../../src/run/advisories/knowledge.ts';
import { openOutcomeCache } from '../../../src/run/image/outcome-cache.ts';
import { type OutcomeInputs, outcomeKey } from '../../../src/run/image/outcome-key.ts';
import { scanResult } from '../../../src/run/image/result.ts';
import { type Outside, openOutside } from '../../../src/run/outside.ts';
import { type ScanRequest, scanImages } from '../../../src/run/scan.ts';
import { readEnvironment } from '../../../src/terms/environment.ts';
import type { Image } from '../../../src/terms/image.ts';

const sample = resolve(import.meta.dirname, '../../../examples/quickstart/image');
const asOf = new Date('2026-10-22T12:00:00Z');

let folder: string;
let layout: string;
let warnings: string[];
const log = {
  debug: () => undefined,
  info: () => undefined,
  progress: () => undefined,
  warn: (message: string) => void warnings.push(message),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcome-'));
  layout = join(folder, 'image');
  cpSync(sample, layout, { recursive: true });
  warnings = [];
});

/** `build`: undefined for a program that runs from its sources. */
function openAs(build: string | undefined, layerCache = true): Outside {
  const outside = openOutside({
    environment: readEnvironment({ SEAWORTHY_HOME: join(folder, 'home') }),
    clock: { now: () => asOf },
    random: { bytes: (length) => new Uint8Array(length) },
    log,
    layerCache,
  });
  if (build === undefined || !layerCache) return outside;
  return { ...outside, outcomes: openOutcomeCache(join(folder, 'home/layers'), build, log) };
}

async function scan(outside: Outside, request: Partial<ScanRequest> = {}): Promise<string> {
  const knowledge = await openKnowledge({ asked: 'none', asOf, publicRepository: false }, outside);
  const given = { references: [`oci:${layout}:1.0`], platforms: 'all', knowledge, asOf, ...request } as const;
  return renderJson(scanResult(await scanImages(given, outside)));
}

/** Whatever is read of the layers from now on is refused, and no record of them is at hand. */
function loseLayers(): void {
  const manifest = (digest: string) =>
    JSON.parse(readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  for (const { digest } of manifest(index.manifests[0].digest).layers)
    rmSync(join(layout, 'blobs', digest.replace(':', '/')));
  for (const name of kept('.layer')) rmSync(name);
}

function kept(suffix: string): string[] {
  const place = join(folder, 'home/layers');
  return readdirSync(place)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(place, name));
}

describe('the kept outcome of an image', () => {
  test('gives the very bytes that reading all layers gives, without reading one', async () => {
    const cold = await scan(openAs(undefined, false));
    expect(await scan(openAs('one'))).toBe(cold);
    loseLayers();
    expect(await scan(openAs('one'))).toBe(cold);
    expect(warnings).toEqual([]);
  });

  test.each<[string, string, Partial<ScanRequest>]>([
    ['another build', 'two', {}],
    ['another day', 'one', { asOf: new Date('2026-10-23T00:00:00Z') }],
    ['a policy without an inspector', 'one', { without: new Set(['secrets']) }],
    ['a list of known bad files', 'one', { knownBad: readKnownBad(`${'0'.repeat(64)}\n`, 'list') }],
  ])('is not believed for %s', async (_, build, request) => {
    await scan(openAs('one'));
    loseLayers();
    expect(await scan(openAs(build), request)).toContain('is missing in');
  });

  test('serves the whole day', async () => {
    await scan(openAs('one'));
    loseLayers();
    const later = new Date('2026-10-22T23:59:59Z');
    expect(await scan(openAs('one'), { asOf: later })).not.toContain('is missing in');
  });

  test('is neither asked nor kept with --no-layer-cache', async () => {
    await scan(openAs('one'));
    loseLayers();
    expect(await scan(openAs('one', false))).toContain('is missing in');
  });

  test('is not kept of an image that was not read whole', async () => {
    await scan(openAs(undefined));
    loseLayers();
    await scan(openAs('one'));
    expect(kept('.image')).toEqual([]);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['empty', () => Buffer.alloc(0)],
    [
      'changed in one bit',
      (bytes) => bytes.fill((bytes.at(-9) ?? 0) ^ 1, bytes.length - 9, bytes.length - 8),
    ],
  ])('is read again, and said so, when its file is %s', async (_, damage) => {
    const cold = await scan(openAs('one'));
    const [file = ''] = kept('.image');
    writeFileSync(file, damage(readFileSync(file)));
    expect(await scan(openAs('one'))).toBe(cold);
    expect(warnings).toEqual([expect.stringContaining('is damaged')]);
  });

  test('goes when nobody has asked for it in a month', async () => {
    await scan(openAs('one'));
    const [old = ''] = kept('.image');
    const then = new Date('2026-09-01T00:00:00Z');
    utimesSync(old, then, then);
    await scan(openAs('two'));
    expect(kept('.image')).toHaveLength(1);
    expect(kept('.image')).not.toContain(old);
  });

  test('is not believed under the name of another', async () => {
    const cold = await scan(openAs('one'));
    const [own = ''] = kept('.image');
    await scan(openAs('one'), { asOf: new Date('2027-10-22T00:00:00Z') });
    const [other = ''] = kept('.image').filter((file) => file !== own);
    cpSync(other, own);
    expect(await scan(openAs('one'))).toBe(cold);
    expect(warnings).toEqual([expect.stringContaining('is damaged')]);
  });
});

describe('the key of an outcome', () => {
  const digest = `sha256:${'a'.repeat(64)}` as const;
  const other = `sha256:${'b'.repeat(64)}` as const;
  const image: Image = {
    reference: 'oci:a',
    digest,
    platform: { os: 'linux', architecture: 'amd64' },
    config: {
      env: [],
      entrypoint: [],
      cmd: [],
      exposedPorts: [],
      volumes: [],
      labels: {},
      history: [],
      diffIds: [digest],
    },
    configDigest: digest,
    layers: [{ digest, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', diffId: digest }],
    annotations: {},
  };
  const [layer] = image.layers;
  const inputs: OutcomeInputs = {
    build: 'one',
    runtime: 'v24.0.0',
    image,
    knownBad: undefined,
    without: [],
    day: '2026-10-22',
  };
  const changed: readonly [string, Partial<OutcomeInputs>][] = [
    ['build', { build: 'two' }],
    ['runtime', { runtime: 'v24.0.1' }],
    ['list of bad files', { knownBad: 'known-bad-0@1' }],
    ['set of inspectors', { without: ['secrets'] }],
    ['day', { day: '2026-10-23' }],
    ['reference', { image: { ...image, reference: 'oci:b' } }],
    ['manifest', { image: { ...image, digest: other } }],
    ['index', { image: { ...image, indexDigest: other } }],
    ['configuration', { image: { ...image, configDigest: other } }],
    ['user', { image: { ...image, config: { ...image.config, user: 'app' } } }],
    ['platform', { image: { ...image, platform: { os: 'linux', architecture: 'arm64' } } }],
    ['annotations', { image: { ...image, annotations: { a: 'b' } } }],
    ['layer', { image: { ...image, layers: [{ ...layer, digest: other, mediaType: '' }] } }],
    ['order of layers', { image: { ...image, layers: [...image.layers, ...image.layers] } }],
  ];

  test.each(changed)('is another for another %s', (_, change) => {
    expect(outcomeKey({ ...inputs, ...change })).not.toBe(outcomeKey(inputs));
  });

  test('is the same for the same', () => {
    expect(outcomeKey(structuredClone(inputs))).toBe(outcomeKey(inputs));
  });
});
