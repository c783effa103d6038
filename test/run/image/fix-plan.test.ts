// What helps against a finding, by where its package lies in the image.
import { expect, test } from '@jest/globals';
import { remediesIn } from '../../../src/run/image/fix-plan.ts';
import type { Finding } from '../../../src/terms/finding.ts';
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

/** The vulnerable one is called `tar`. */
const maven = (artifact: string, path: string, version = '1.1'): Package => ({
  ...at('maven', path, 2),
  ...(artifact === 'tar' ? {} : { purl: `pkg:maven/org.acme/${artifact}@${version}` }),
  name: `org.acme:${artifact}`,
  version,
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
  [
    'that setuptools carries: that one',
    [at('pypi', 'usr/lib/python3/site-packages/setuptools/_vendor/wheel-0.4.dist-info/METADATA', 2)],
    ['Update setuptools so that it brings'],
  ],
  ['that is a jar of its own: an update', [maven('tar', 'app/lib/tar-1.1.jar')], [undefined]],
  [
    'in a jar that does not say what it is: the jar anew',
    [maven('tar', 'app/app.jar'), maven('other', 'app/app.jar')],
    ['Build /app/app.jar anew with'],
  ],
  [
    'in a jar of another: that one',
    [maven('tar', 'app/shop-2.0.jar'), maven('shop', 'app/shop-2.0.jar', '2.0')],
    ['Take a newer org.acme/shop than 2.0 for /app/shop-2.0.jar, or build that anew, so that it brings'],
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

const inner = 'app/node_modules/outer/node_modules/tar/package.json';
const outerPurl = 'pkg:npm/outer@2.0';
const outer: Package = {
  ...at('npm', 'app/node_modules/outer/package.json', 2),
  name: 'outer',
  purl: outerPurl,
};
const held = (findings: readonly Finding[], range?: string) =>
  remediesIn({
    image: imageOf({ layers: [[], [], []] }),
    packages: [at('npm', inner, 2), outer],
    kinds: ['base', 'middleware', 'app'],
    os: undefined,
    base: undefined,
    findings,
    lockFiles:
      range === undefined
        ? []
        : [
            {
              file: 'package-lock.json',
              text: JSON.stringify({
                packages: {
                  'node_modules/outer': { version: '2.0', dependencies: { tar: range } },
                  'node_modules/outer/node_modules/tar': { version: '1.1' },
                },
              }),
            },
          ],
  })(vulnerability({ fixed: '1.2.0' }));

const ofOuter = (rule?: string): Finding => {
  const found = vulnerability({
    subject: 'pkg:npm/outer',
    fixed: '2.4',
    ...(rule === undefined ? {} : { rule }),
  });
  return { ...found, details: Object.assign({}, found.details, { purls: [outerPurl], installed: '2.0' }) };
};

test('the outer package is updated to the version in which its own advisory has it fixed', () => {
  expect(held([ofOuter()])).toEqual([
    {
      kind: 'upgrade',
      id: 'upgrade pkg:npm/outer 2.0',
      outer: { subject: 'pkg:npm/outer', installed: '2.0', needed: '2.4' },
    },
  ]);
  expect(held([ofOuter('CVE-1')]).map(({ words }) => words)).toEqual(['Update outer so that it brings']);
});

test.each([
  ['^1.1', [undefined]],
  ['~1.1', ['Update outer 2.0, which asks for an older one, so that it brings']],
  ['latest', ['Update outer so that it brings']],
])('what the lock file has the outer package ask for decides: %s', (range, words) => {
  expect(held([], range).map((one) => one.words)).toEqual(words);
});

test('a jar is replaced by the version in which its own advisory has what it carries fixed', () => {
  const jar = 'app/shop-2.0.jar';
  const shop = maven('shop', jar, '2.0');
  const own = vulnerability({ subject: 'pkg:maven/org.acme/shop', fixed: '2.4' });
  const details = Object.assign({}, own.details, { purls: [shop.purl], installed: '2.0' });
  const remedies = remediesIn({
    image: imageOf({ layers: [[], [], []] }),
    packages: [maven('tar', jar), shop],
    kinds: ['base', 'middleware', 'app'],
    os: undefined,
    base: undefined,
    findings: [{ ...own, details }],
  });
  expect(remedies(vulnerability())).toEqual([
    {
      kind: 'upgrade',
      id: 'upgrade pkg:maven/org.acme/shop 2.0',
      outer: { subject: 'pkg:maven/org.acme/shop', installed: '2.0', needed: '2.4' },
    },
  ]);
});
