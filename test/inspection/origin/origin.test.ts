// Where software comes from: sources of every package manager, vendors, the registry.
import { describe, expect, test } from '@jest/globals';
import { type Trust, trustAll, underTrust } from '../../../src/inspection/origin/trust.ts';
import { imageOf, inspectImage } from '../inspected.ts';

const release = (id: string) => ({ path: 'etc/os-release', body: `ID=${id}\nVERSION_ID=1\n` });

type Row = readonly [
  why: string,
  os: string,
  path: string,
  body: string,
  rules: readonly string[],
  trust?: Partial<Trust>,
];

const rows: readonly Row[] = [
  [
    'the distribution’s own list',
    'debian',
    'etc/apt/sources.list',
    'deb http://deb.debian.org/debian bookworm main\n',
    [],
  ],
  [
    'a third party over TLS',
    'debian',
    'etc/apt/sources.list.d/x.list',
    'deb [signed-by=/k] https://apt.example/debian stable main\n',
    ['third-party-source'],
  ],
  [
    'a third party without TLS',
    'debian',
    'etc/apt/sources.list',
    'deb http://apt.example/debian stable main\n',
    ['source-without-key', 'third-party-source', 'unencrypted-source'],
  ],
  [
    'a host that only ends alike',
    'debian',
    'etc/apt/sources.list',
    'deb https://evildebian.org/debian stable main\n',
    ['source-without-key', 'third-party-source'],
  ],
  [
    'an allowed host',
    'debian',
    'etc/apt/sources.list',
    'deb https://apt.example/debian stable main\n',
    [],
    { origins: ['apt.example'] },
  ],
  [
    'a trusted list',
    'debian',
    'etc/apt/sources.list',
    'deb [ arch=amd64 trusted=yes ] http://deb.debian.org/debian bookworm main\n',
    ['unsigned-source'],
  ],
  [
    'a list that is commented out',
    'debian',
    'etc/apt/sources.list',
    '# deb http://apt.example/debian stable main\n',
    [],
  ],
  [
    'deb822 of a third party',
    'ubuntu',
    'etc/apt/sources.list.d/x.sources',
    'Types: deb\nURIs: https://ppa.example/x\nSuites: a\nTrusted: yes\n',
    ['source-without-key', 'third-party-source', 'unsigned-source'],
  ],
  [
    'deb822 that is off',
    'ubuntu',
    'etc/apt/sources.list.d/x.sources',
    'Enabled: no\nTypes: deb\nURIs: https://ppa.example/x\n',
    [],
  ],
  [
    'apt that checks nothing',
    'debian',
    'etc/apt/apt.conf.d/99x',
    'APT::Get::AllowUnauthenticated "true";\n',
    ['unsigned-source'],
  ],
  [
    'a repository without gpgcheck',
    'almalinux',
    'etc/yum.repos.d/x.repo',
    '[x]\nname=x\nbaseurl=https://repo.almalinux.org/x\ngpgcheck=0\n',
    ['unsigned-source'],
  ],
  [
    'a third-party repository',
    'almalinux',
    'etc/yum.repos.d/x.repo',
    '[x]\nbaseurl=https://rpm.example/x\ngpgcheck=1\n',
    ['third-party-source'],
  ],
  [
    'a repository that is off',
    'almalinux',
    'etc/yum.repos.d/x.repo',
    '[x]\nbaseurl=https://rpm.example/x\nenabled=0\ngpgcheck=0\n',
    [],
  ],
  ['dnf that checks nothing', 'fedora', 'etc/dnf/dnf.conf', '[main]\ngpgcheck=False\n', ['unsigned-source']],
  [
    'apk’s own list',
    'alpine',
    'etc/apk/repositories',
    'https://dl-cdn.alpinelinux.org/alpine/v3.20/main\n',
    [],
  ],
  [
    'an apk list of a third party',
    'alpine',
    'etc/apk/repositories',
    '@x https://apk.example/alpine\n',
    ['third-party-source'],
  ],
];

describe('origin', () => {
  test.each(rows)('%s', async (_, os, path, body, rules, trust = {}) => {
    const { findings } = await inspectImage({ layers: [[release(os), { path, body }]] }, 'origin/');
    const image = imageOf({ reference: 'registry.example/app' });
    const left = underTrust(findings, image, { ...trustAll, ...trust }, new Date('2026-11-01'));
    expect(left.map(({ rule }) => rule).sort()).toEqual(rules.map((rule) => `origin/${rule}`));
  });

  const registries = ['registry.example/team', 'ghcr.io'];
  test.each([
    ['registry.example/team/app:1', true],
    ['registry.example/teams/app:1', false],
    ['ghcr.io/acme/app@sha256:00', true],
    ['ghcr.io.evil.example/acme/app', false],
    ['oci:/tmp/x:1', true],
  ])('%s is allowed: %s', (reference, allowed) => {
    const image = imageOf({ reference });
    const found = underTrust([], image, { ...trustAll, registries }, new Date('2026-11-01'));
    expect(found.map(({ rule }) => rule)).toEqual(allowed ? [] : ['origin/registry']);
  });

  test('a login in a source’s address is not shown', async () => {
    const body = 'deb https://me:Zk29dkLqp1@apt.example/debian stable main\n';
    const { findings } = await inspectImage({
      layers: [[release('debian'), { path: 'etc/apt/sources.list', body }]],
    });
    expect(findings.map(({ rule }) => rule)).toContain('secrets/url-password');
    expect(findings.map(({ rule }) => rule)).toContain('origin/third-party-source');
    expect(JSON.stringify(findings)).not.toContain('Zk29');
  });
});
