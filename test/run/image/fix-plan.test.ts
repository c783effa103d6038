// What helps against a finding, by where its package lies in the image.
import { expect, test } from '@jest/globals';
import { remediesIn } from '../../../src/run/image/fix-plan.ts';
import type { Package } from '../../../src/terms/package.ts';
import { vulnerability } from '../../health/sample.ts';
import { digestOf, imageOf } from '../../inspection/inspected.ts';

const purl = 'pkg:deb/debian/libssl3@1.1';
const at = (type: string, path: string, layer: number): Package => ({
  purl,
  type,
  name: 'tar',
  version: '1.1',
  path,
  layer,
});

test.each<[string, readonly Package[], readonly (string | undefined)[]]>([
  [
    'of the base: a newer base',
    [at('npm', 'usr/lib/node_modules/tar/package.json', 0)],
    ['Build on a newer base image that has'],
  ],
  [
    'of a distribution, above the base: its layer anew',
    [at('deb', 'var/lib/dpkg/status', 1)],
    ["Build layer 1 (COPY layer1 / # buildkit) anew, without the build's cache, so that it installs"],
  ],
  ['of the application: an update', [at('npm', 'app/node_modules/tar/package.json', 2)], [undefined]],
  [
    'inside another: that one',
    [at('npm', 'app/node_modules/npm/node_modules/tar/package.json', 2)],
    ['Update npm so that it brings'],
  ],
  [
    'inside a scoped one: that one',
    [at('npm', 'app/node_modules/@a/b/node_modules/tar/package.json', 2)],
    ['Update @a/b so that it brings'],
  ],
  [
    'in the store of pnpm: an update',
    [at('npm', 'app/node_modules/.pnpm/tar@1/node_modules/tar/package.json', 2)],
    [undefined],
  ],
  ['built into a program: the program', [at('golang', 'usr/bin/tool', 2)], ['Build /usr/bin/tool anew with']],
  [
    'in two places: both',
    [at('npm', 'a/node_modules/tar/package.json', 0), at('golang', 'usr/bin/tool', 2)],
    ['Build on a newer base image that has', 'Build /usr/bin/tool anew with'],
  ],
  ['that no inventory has: an update', [], [undefined]],
])('a package %s', (_name, packages, words) => {
  const given = { layers: [[], [], []] };
  const image = imageOf(given);
  const remedies = remediesIn({
    image,
    packages,
    kinds: ['base', 'middleware', 'app'],
    os: undefined,
    base: undefined,
  });
  expect(remedies(vulnerability()).map((one) => one.words)).toEqual(words);
  expect(remedies(vulnerability({ fixed: undefined }))).toEqual([]);
});

test.each<[string, readonly number[], string]>([
  [
    'leads to a newer image: that one is named',
    [7],
    'Build on the newer node:20 that is out (sha256:000000000000, built on 2026-10-30), and see that it has',
  ],
  [
    'leads to what the image has: no newer one is out',
    [1],
    'Wait for a newer node:20, or choose another (its tag still leads to what this image is built upon), that has',
  ],
])('a package of a base whose tag %s', (_name, layers, words) => {
  const labels = { 'org.opencontainers.image.base.name': 'node:20' };
  const image = imageOf({ layers: [[]], config: { labels, diffIds: [digestOf(1)] } });
  const base = {
    claim: { name: 'node:20', by: 'labels' },
    look: {
      kind: 'seen',
      digests: [digestOf(7)],
      diffIds: layers.map(digestOf),
      built: '2026-10-30T10:00:00Z',
      otherBuilds: [],
    },
  } as const;
  const packages = [at('deb', 'var/lib/dpkg/status', 0)];
  const remedies = remediesIn({ image, packages, kinds: ['base'], os: undefined, base });
  expect(remedies(vulnerability()).map((one) => one.words)).toEqual([words]);
});
