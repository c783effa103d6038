// Debian packages in an image: what is installed, under which names, and when the database hides something.
import { describe, expect, test } from '@jest/globals';
import { dpkg } from '../../../src/packages/dpkg/format.ts';
import { type Files, inventoryOf, packageNamed, refusalLines } from '../image-of.ts';

const debian = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n' };

const status = `Package: openssl
Status: install ok installed
Maintainer: Debian OpenSSL Team
Architecture: amd64
Version: 3.0.11-1~deb12u2
Depends: libc6 (>= 2.34), libssl3 (>= 3.0.11) | libssl1
Description: tool
 .
 Version: not a field

Package: libc6
Status: install ok half-configured
Source: glibc
Multi-Arch: same
Architecture: amd64
Version: 2.36-9

Package: libssl1
Status: install ok unpacked
Architecture: amd64
Source: openssl1 (1:9-2)
Version: 1:9-2+b1
Provides: libssl-api (= 1), other

Package: old
Status: deinstall ok config-files
Architecture: amd64
Version: 1

`;
const image: Files = {
  ...debian,
  'var/lib/dpkg/status': status,
  'var/lib/dpkg/info/openssl.list': '/.\n/usr\n/usr/bin\n/usr/bin/openssl\n/etc/openssl.cnf\n',
  'var/lib/dpkg/info/libc6:amd64.list': '/.\n/lib/libc.so.6\n',
  'var/lib/dpkg/info/old.list': '/etc/old\n',
  'usr/share/doc/openssl/copyright':
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Apache-2.0\n text\n\nFiles: a\nLicense: Artistic or GPL-1+\n',
  'usr/share/doc/libssl1': '->openssl',
  'usr/share/doc/libc6/copyright': 'This is prose. License: none\n',
};

describe('packages of dpkg', () => {
  test('are those unpacked in the image, under canonical names', async () => {
    const inventory = await inventoryOf([dpkg], image);
    expect(refusalLines(inventory)).toEqual([]);
    expect(inventory.packages.map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12',
      'pkg:deb/debian/libssl1@1:9-2%2Bb1?arch=amd64&distro=debian-12',
      'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
    ]);
  });

  test('come with source, files, licences, maintainer and dependencies', async () => {
    const inventory = await inventoryOf([dpkg], image);
    expect(packageNamed(inventory, 'openssl')).toEqual({
      purl: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
      type: 'deb',
      name: 'openssl',
      version: '3.0.11-1~deb12u2',
      architecture: 'amd64',
      source: { name: 'openssl', version: '3.0.11-1~deb12u2' },
      vendor: 'Debian OpenSSL Team',
      licenses: ['Apache-2.0', 'Artistic or GPL-1+'],
      files: ['usr/bin/openssl', 'etc/openssl.cnf'],
      dependsOn: [
        'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12',
        'pkg:deb/debian/libssl1@1:9-2%2Bb1?arch=amd64&distro=debian-12',
      ],
      path: 'var/lib/dpkg/status',
      layer: 0,
    });
    expect(packageNamed(inventory, 'libc6')).toMatchObject({
      source: { name: 'glibc', version: '2.36-9' },
      files: ['lib/libc.so.6'],
    });
    expect(packageNamed(inventory, 'libc6').licenses).toBeUndefined();
    expect(packageNamed(inventory, 'libssl1')).toMatchObject({
      source: { name: 'openssl1', version: '1:9-2' },
      licenses: ['Apache-2.0', 'Artistic or GPL-1+'],
    });
  });

  test('of a distroless image are read from status.d, with the files of its sums', async () => {
    const inventory = await inventoryOf([dpkg], {
      ...debian,
      'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n',
      'var/lib/dpkg/status.d/tzdata.md5sums': `${'a'.repeat(32)}  usr/share/zoneinfo/UTC\n`,
    });
    expect(refusalLines(inventory)).toEqual([]);
    expect(packageNamed(inventory, 'tzdata')).toMatchObject({
      path: 'var/lib/dpkg/status.d/tzdata',
      files: ['usr/share/zoneinfo/UTC'],
    });
  });

  test('of an upper layer replace those of the lower one', async () => {
    const inventory = await inventoryOf([dpkg], image, {
      'var/lib/dpkg/status': status.replace('3.0.11-1~deb12u2', '3.0.15-1'),
    });
    expect(packageNamed(inventory, 'openssl')).toMatchObject({ version: '3.0.15-1', layer: 1 });
    expect(inventory.packages).toHaveLength(3);
  });
});

describe('a dpkg database that hides something is refused', () => {
  const cases: [string, Files, RegExp][] = [
    ['cut in a line', { ...image, 'var/lib/dpkg/status': status.slice(0, 200) }, /lacks a name|line is cut/],
    ['cut between lines', { ...image, 'var/lib/dpkg/status': status.slice(0, 47) }, /lacks a name, a state/],
    ['zero bytes', { ...image, 'var/lib/dpkg/status': `${status}\0\n` }, /zero bytes/],
    ['empty', { ...debian, 'var/lib/dpkg/status': '' }, /only an empty package database/],
    ['absent', debian, /no readable or only an empty/],
    [
      'a link out of sight',
      { ...debian, 'var/lib/dpkg/status': '->/opt/status', 'opt/status': status },
      /leads to opt\/status/,
    ],
    ['a dangling link', { ...debian, 'var/lib/dpkg/status': '->/nowhere' }, /leads nowhere/],
    [
      'in a linked folder',
      { ...debian, 'var/lib/dpkg': '->/opt', 'opt/status': status },
      /leads to opt\/status/,
    ],
    [
      'a package taken out',
      { ...image, 'var/lib/dpkg/info/hidden:amd64.list': '/x\n' },
      /does not name 1 .*hidden/,
    ],
    [
      'an unknown state',
      { ...image, 'var/lib/dpkg/status': status.replace('ok installed', 'ok fine') },
      /a state/,
    ],
  ];
  test.each(cases)('%s', async (_, files, words) => {
    const inventory = await inventoryOf([dpkg], files);
    expect(inventory.refusals.map(({ code }) => code)).toContain('unreadable-database');
    expect(refusalLines(inventory).join('\n')).toMatch(words);
  });
});
