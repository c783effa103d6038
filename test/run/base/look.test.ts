// What a registry shows of the base that an image names: a newer one, an abandoned one, one that is not the base at all.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Result } from '../../../src/terms/verdict.ts';
import { openSurroundings } from '../../cli/surroundings.ts';
import { newPair, pem } from '../../evidence/forge/keys.ts';
import { type LoopbackRegistry, startRegistry } from '../../oci/loopback-registry.ts';
import { type SampleImage, sampleImage } from '../../oci/sample-image.ts';

const { directory, run } = openSurroundings({ now: '2026-10-22T12:00:00Z' });
let registry: LoopbackRegistry;

const built = (day: string) => ({ config: { created: `${day}T00:00:00Z` } });
const first = sampleImage(['base-1'], built('2026-09-01'));
const second = sampleImage(['base-2'], built('2026-10-20'));
const old = sampleImage(['base-old'], built('2024-01-01'));

beforeAll(async () => {
  registry = await startRegistry();
  registry.add(first, 'gone');
  registry.add(second, 'fresh');
  registry.add(old, 'old');
  registry.add(sampleImage(['x'], built('2023-11-20')), 'v1');
  registry.add(sampleImage(['y'], built('2023-12-10')), 'v2');
  registry.add(sampleImage(['z'], { config: { created: '1970-01-01T00:00:00Z' } }), 'timeless');
});
afterAll(() => registry.close());

interface Built {
  readonly upon: SampleImage;
  readonly name: string;
  readonly digest?: string;
}

/** What the gate says of an image whose lowest layer is that of `upon`. */
async function gate({ upon, name, digest }: Built, policy = '', ...options: string[]) {
  const body = { [first.config.toString()]: 'base-1', [second.config.toString()]: 'base-2' };
  const lowest = body[upon.config.toString()] ?? 'base-old';
  const app = sampleImage([lowest, 'app'], {
    manifest: {
      annotations: {
        'org.opencontainers.image.base.name': name.replace('HOST', registry.host),
        ...(digest === undefined ? {} : { 'org.opencontainers.image.base.digest': digest }),
      },
    },
  });
  registry.add(app, 'app');
  rmSync(join(directory, 'seaworthy.yaml'), { force: true });
  if (policy !== '') {
    const text = `version: 1\nimages:\n  trust:\n${policy.replaceAll('HOST', registry.host)}`;
    writeFileSync(join(directory, 'seaworthy.yaml'), text);
  }
  const ended = await run(
    'gate',
    `${registry.host}/app:app`,
    '--advisories',
    'none',
    '--format',
    'json',
    ...options,
  );
  const result: Result = JSON.parse(ended.out);
  return result.findings.filter(({ rule }) => /^origin\/(?:base|rebuild)/.test(rule));
}

const rulesOf = async (...given: Parameters<typeof gate>) =>
  (await gate(...given)).map(({ rule }) => rule.slice('origin/'.length)).sort();

describe('the base of an image', () => {
  test.each<readonly [string, Built, readonly string[]]>([
    ['what its tag leads to', { upon: second, name: 'HOST/base:fresh' }, []],
    ['an earlier one', { upon: first, name: 'HOST/base:fresh' }, ['rebuild-recommended']],
    [
      'an earlier one, which the registry still has',
      { upon: first, name: 'HOST/base:fresh', digest: first.descriptor.digest },
      ['rebuild-recommended'],
    ],
    [
      'another one than it claims',
      { upon: first, name: 'HOST/base:fresh', digest: second.descriptor.digest },
      ['base-digest'],
    ],
    [
      'another one than the earlier one that it claims',
      { upon: old, name: 'HOST/base:fresh', digest: first.descriptor.digest },
      ['base-digest'],
    ],
    ['abandoned', { upon: old, name: 'HOST/base:old' }, ['base-abandoned']],
    ['without a date', { upon: old, name: 'HOST/base:timeless' }, ['base-unknown', 'rebuild-recommended']],
    [
      'named by digest alone',
      { upon: first, name: `HOST/base@${first.descriptor.digest}` },
      ['base-unknown'],
    ],
    ['nowhere', { upon: first, name: 'HOST/base:nothing' }, ['base-unknown']],
    ['no reference', { upon: first, name: 'No Name' }, ['base-unknown']],
  ])('is %s', async (_, image, rules) => {
    expect(await rulesOf(image)).toEqual(rules);
  });

  test('is abandoned by the rhythm of its repository, which is told', async () => {
    const [finding] = await gate({ upon: old, name: 'HOST/base:old' });
    expect(finding?.message).toMatch(
      /built last on 2024-01-01, 1025 days ago; before, a build came about every \d+ days/,
    );
    expect(finding?.treatment).toBe('warn');
  });

  test.each<readonly [string, Built, string, readonly string[]]>([
    ['allowed', { upon: second, name: 'HOST/base:fresh' }, '    bases: [{ match: "HOST/base:*" }]\n', []],
    [
      'not allowed',
      { upon: second, name: 'HOST/base:fresh' },
      '    bases: [{ match: "other.example/*" }]\n',
      ['base-image'],
    ],
    [
      'of a registry that is not allowed',
      { upon: second, name: 'HOST/base:fresh' },
      '    registries: [HOST/app, other.example]\n',
      ['base-registry'],
    ],
    ['of an allowed registry', { upon: second, name: 'HOST/base:fresh' }, '    registries: [HOST]\n', []],
    [
      'older than allowed',
      { upon: old, name: 'HOST/base:old' },
      '    bases: [{ match: "*", maxAge: 30d }]\n',
      ['base-abandoned', 'base-age'],
    ],
    [
      'young enough',
      { upon: second, name: 'HOST/base:fresh' },
      '    bases: [{ match: "*", maxAge: 2d }]\n',
      [],
    ],
    [
      'of an age that cannot be told',
      { upon: first, name: 'HOST/base:nothing' },
      '    bases: [{ match: "*", maxAge: 2w }]\n',
      ['base-age', 'base-unknown'],
    ],
    [
      'proven by its layers, though there is a newer one',
      { upon: first, name: 'HOST/base:fresh', digest: first.descriptor.digest },
      '    bases: [{ match: "*", digest: required }]\n',
      ['rebuild-recommended'],
    ],
    [
      'not proven',
      { upon: first, name: 'HOST/base:fresh' },
      '    bases: [{ match: "*", digest: required }]\n',
      ['base-digest', 'rebuild-recommended'],
    ],
    [
      'signed by nobody who is known',
      { upon: second, name: 'HOST/base:fresh' },
      `    bases: [{ match: "*", signedBy: { key: ${JSON.stringify(pem(newPair().publicKey))} } }]\n`,
      ['base-signature'],
    ],
  ])('is %s', async (_, image, policy, rules) => {
    expect(await rulesOf(image, policy)).toEqual(rules);
  });

  test('is asked about once, however many images of a run have it', async () => {
    await gate({ upon: second, name: 'HOST/base:fresh' });
    const before = registry.requests.length;
    await gate({ upon: second, name: 'HOST/base:fresh' }, '', `${registry.host}/app:app`);
    const asked = registry.requests
      .slice(before)
      .filter(({ line }) => line.endsWith('/base/manifests/fresh'));
    expect(asked).toHaveLength(1);
  });
});
