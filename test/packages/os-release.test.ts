// Which distribution an image is of, and what its advisories are called.
import { describe, expect, test } from '@jest/globals';
import { osvEcosystems, purlDistro, purlNamespace } from '../../src/packages/distributions.ts';
import { readOperatingSystem } from '../../src/packages/os-release.ts';
import { parseOsRelease } from '../../src/packages/os-release-text.ts';
import type { OperatingSystem } from '../../src/terms/package.ts';
import { type Files, imageOf } from './image-of.ts';

describe('the operating system', () => {
  const debian =
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n';
  const cases: [string, Files, Partial<OperatingSystem> | undefined, string[]][] = [
    [
      'etc/os-release',
      { 'etc/os-release': debian },
      { id: 'debian', versionId: '12', codename: 'bookworm', path: 'etc/os-release' },
      [],
    ],
    [
      'usr/lib/os-release alone',
      { 'usr/lib/os-release': debian },
      { id: 'debian', path: 'usr/lib/os-release' },
      [],
    ],
    [
      'a link',
      { 'etc/os-release': '->../usr/lib/os-release', 'usr/lib/os-release': debian },
      { id: 'debian', path: 'usr/lib/os-release' },
      [],
    ],
    [
      'a link to a variant',
      {
        'etc/os-release': '->/usr/lib/os.release.d/os-release-container',
        'usr/lib/os.release.d/os-release-container': debian,
      },
      { id: 'debian' },
      [],
    ],
    ['a dangling link', { 'etc/os-release': '->/gone' }, undefined, ['unreadable-database']],
    ['no ID', { 'etc/os-release': 'NAME=x\n' }, undefined, ['unreadable-database']],
    ['nothing', { 'etc/hostname': 'x' }, undefined, []],
    [
      'alpine before os-release',
      { 'etc/alpine-release': '3.20.3\n' },
      { id: 'alpine', versionId: '3.20.3' },
      [],
    ],
    [
      'red hat before os-release',
      { 'etc/redhat-release': 'CentOS Linux release 7.9.2009 (Core)\n' },
      { id: 'centos', versionId: '7.9' },
      [],
    ],
    ['debian_version alone', { 'etc/debian_version': '12.5\n' }, { id: 'debian', versionId: '12' }, []],
    [
      'debian_version of a testing image',
      { 'etc/debian_version': 'trixie/sid\n' },
      { id: 'debian', codename: 'trixie' },
      [],
    ],
    [
      'a release that debian_version contradicts',
      { 'etc/os-release': debian.replace('"12"', '"13"'), 'etc/debian_version': '12.5\n' },
      { versionId: '13' },
      ['ambiguous'],
    ],
    [
      'a release that alpine-release contradicts',
      { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.21.0\n', 'etc/alpine-release': '3.15.0\n' },
      { id: 'alpine' },
      ['ambiguous'],
    ],
    [
      'a derivative with its own os-release',
      { 'etc/os-release': 'ID=ubuntu\nVERSION_ID=22.04\n', 'etc/debian_version': 'bookworm/sid\n' },
      { id: 'ubuntu' },
      [],
    ],
  ];
  test.each(cases)('%s', async (_, files, os, codes) => {
    const read = readOperatingSystem(await imageOf([], files));
    if (os === undefined) expect(read.os).toBeUndefined();
    else expect(read.os).toMatchObject(os);
    expect(read.refusals.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ["ID='alma linux'\n", undefined],
    ['ID="__proto__"\n', undefined],
    ['ID=a\nID="b"\n', 'b'],
    ['# ID=no\n ID=yes\r\n', 'yes'],
  ])('ID of %j', (text, id) => expect(parseOsRelease(text)?.id).toBe(id));
});

describe('advisories of a distribution', () => {
  const cases: [string, string | undefined, string | undefined, string[], string][] = [
    ['debian', '12', undefined, ['Debian:12'], 'debian/debian-12'],
    ['debian', undefined, undefined, [], 'debian/debian'],
    ['ubuntu', '22.04', undefined, ['Ubuntu:22.04:LTS'], 'ubuntu/ubuntu-22.04'],
    ['ubuntu', '23.10', undefined, ['Ubuntu:23.10'], 'ubuntu/ubuntu-23.10'],
    ['ubuntu', '23.04', undefined, ['Ubuntu:23.04'], 'ubuntu/ubuntu-23.04'],
    ['alpine', '3.20.3', undefined, ['Alpine:v3.20'], 'alpine/alpine-3.20.3'],
    ['alpine', '3.23.0_alpha20250612', 'Alpine Linux edge', [], 'alpine/alpine-3.23.0_alpha20250612'],
    ['almalinux', '9.4', undefined, ['AlmaLinux:9'], 'almalinux/almalinux-9.4'],
    ['rocky', '9.4', undefined, ['Rocky Linux:9'], 'rocky-linux/rocky-9.4'],
    ['wolfi', '20230201', undefined, ['Wolfi'], 'wolfi/wolfi-20230201'],
    ['chainguard', '20230214', undefined, ['Chainguard'], 'chainguard/chainguard-20230214'],
    [
      'opensuse-leap',
      '15.6',
      undefined,
      ['openSUSE:Leap 15.6', 'openSUSE:Leap 15.6 NonFree'],
      'opensuse/opensuse-leap-15.6',
    ],
    [
      'opensuse-tumbleweed',
      '20240801',
      undefined,
      ['openSUSE:Tumbleweed'],
      'opensuse/opensuse-tumbleweed-20240801',
    ],
    ['azurelinux', '3.0', undefined, ['Azure Linux:3'], 'azurelinux/azurelinux-3.0'],
    [
      'openEuler',
      '22.03',
      'openEuler 22.03 (LTS-SP3)',
      ['openEuler:22.03-LTS-SP3'],
      'openeuler/openEuler-22.03',
    ],
    ['openeuler', '23.09', 'openEuler 23.09', ['openEuler:23.09'], 'openeuler/openeuler-23.09'],
    ['mageia', '9', undefined, ['Mageia:9'], 'mageia/mageia-9'],
    ['photon', '5.0', undefined, ['Photon OS:5.0'], 'photon/photon-5.0'],
    ['amzn', '2023', undefined, [], 'amazon/amzn-2023'],
    ['homemade', '1', undefined, [], 'homemade/homemade-1'],
  ];
  test.each(cases)('%s %s %s', (id, versionId, prettyName, names, prefix) => {
    const os: OperatingSystem = {
      id,
      idLike: [],
      path: '',
      layer: 0,
      ...(versionId === undefined ? {} : { versionId }),
      ...(prettyName === undefined ? {} : { prettyName }),
    };
    expect(osvEcosystems(os)).toEqual(names);
    expect(`${purlNamespace(os)}/${purlDistro(os)}`).toBe(prefix);
  });

  test('Red Hat and SUSE file one release under many products', () => {
    const of = (id: string, versionId: string) =>
      osvEcosystems({ id, versionId, idLike: [], path: '', layer: 0 });
    expect(of('rhel', '9.4')).toContain('Red Hat:enterprise_linux:9::appstream');
    expect(of('rhel', '10.1')).toEqual(
      expect.arrayContaining(['Red Hat:enterprise_linux:10.0', 'Red Hat:enterprise_linux:10.1']),
    );
    expect(of('sles', '15.6')).toContain('SUSE:Linux Enterprise Module for Basesystem 15 SP6');
    expect(of('rhel', '10.99999999')).toHaveLength(of('rhel', '10.19').length);
  });
});
