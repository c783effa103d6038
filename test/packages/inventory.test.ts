// The whole inventory: owners of language packages, and images that look emptier than they are.
import { describe, expect, test } from '@jest/globals';
import { dpkg } from '../../src/packages/dpkg/format.ts';
import type { FoundPackage, PackageFormat } from '../../src/packages/format.ts';
import { visibleFacts } from '../../src/packages/visible-fact.ts';
import { type Files, inventoryOf, packageNamed, refusalLines } from './image-of.ts';

/** A language format as small as can be: every `*.manifest` is a package of that name. */
const manifests: PackageFormat = {
  id: 'manifests',
  analyzer: {
    id: 'manifests',
    version: 1,
    open(entry, sink) {
      if (entry.type === 'file' && entry.path.endsWith('.manifest')) sink.fact(null);
      return undefined;
    },
  },
  assemble: (view) => ({
    refusals: [],
    packages: [...visibleFacts(view, 'manifests').values()].map(
      ({ path, layer }): FoundPackage => ({
        purl: `pkg:npm/${path}@1`,
        type: 'npm',
        name: path,
        version: '1',
        path,
        layer,
      }),
    ),
  }),
};

const paragraph = 'Package: node\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
const base: Files = {
  'etc/os-release': 'ID=debian\nVERSION_ID=12\n',
  lib: '->usr/lib',
  'var/lib/dpkg/status': paragraph,
  'var/lib/dpkg/info/node.list': '/lib/a.manifest\n/usr/lib/b.manifest\n/usr/lib/link.manifest\n',
  'usr/lib/a.manifest': '',
  'usr/lib/b.manifest': '',
  'usr/lib/link.manifest': '->../share/link.manifest',
  'usr/share/link.manifest': '',
  'usr/lib/own.manifest': '',
};
const owner = 'pkg:deb/debian/node@1?arch=all&distro=debian-12';

describe('a language package belongs to the system package that brought it', () => {
  const cases: [string, string, string | undefined][] = [
    ['by a path through /lib', 'usr/lib/a.manifest', owner],
    ['by its own path', 'usr/lib/b.manifest', owner],
    ['by a link to the manifest', 'usr/share/link.manifest', owner],
    ['and not when nobody lists it', 'usr/lib/own.manifest', undefined],
  ];
  test.each(cases)('%s', async (_, path, expected) => {
    const inventory = await inventoryOf([dpkg, manifests], base);
    expect(packageNamed(inventory, path).ownedBy).toBe(expected);
  });

  test('but not when a later layer replaced the file behind its back', async () => {
    const inventory = await inventoryOf([dpkg, manifests], base, { 'usr/lib/b.manifest': 'new' });
    expect(packageNamed(inventory, 'usr/lib/b.manifest').ownedBy).toBeUndefined();
    expect(packageNamed(inventory, 'usr/lib/a.manifest').ownedBy).toBe(owner);
  });
});

describe('an image that cannot be told about says so', () => {
  const cases: [string, Files, string[]][] = [
    ['from scratch with nothing known', { app: 'x' }, ['unsupported']],
    ['from scratch with a package', { 'app.manifest': '' }, []],
    ['packages of no known distribution', { 'var/lib/dpkg/status': paragraph }, ['unreadable-database']],
    [
      'a distribution of another package manager',
      { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.1\n', 'var/lib/dpkg/status': paragraph },
      ['ambiguous'],
    ],
    [
      'a package manager of an unknown distribution',
      { 'etc/os-release': 'ID=homemade\n', 'var/lib/dpkg/status': paragraph },
      [],
    ],
    [
      'an unknown distribution without packages',
      { 'etc/os-release': 'ID=homemade\n' },
      ['unreadable-database'],
    ],
  ];
  test.each(cases)('%s', async (_, files, codes) => {
    const inventory = await inventoryOf([dpkg, manifests], files);
    expect(inventory.refusals.map(({ code }) => code)).toEqual(codes);
    expect(refusalLines(inventory)).toHaveLength(codes.length);
  });
});
