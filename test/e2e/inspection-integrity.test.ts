// Changed files of real package databases: the same answer as `dpkg --verify` and `rpm -V`.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import type { Finding } from '../../src/terms/finding.ts';
import type { TarItem } from '../image/tar-writer.ts';
import { inspectImage } from '../inspection/inspected.ts';
import { debianImage } from './debian-image.ts';
import { run, testWith } from './packages-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-integrity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cli = resolve(import.meta.dirname, '../../src/cli/main.ts');

function changedPaths(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ rule }) => rule.startsWith('integrity/changed-'))
    .map(({ rule, subject }) => `${rule.endsWith('configuration') ? 'c' : ' '} ${subject}`)
    .sort();
}

/** Lines such as `??5?????? c /etc/pam.conf`, of those whose digest differs. */
function verified(output: string): string[] {
  return output
    .split('\n')
    .flatMap((line) => {
      const [, flags = '', kind = ' ', path = ''] =
        /^(\S{8,9})\s(?:\s*([a-z])\s+|\s+)(\/.+)$/.exec(line) ?? [];
      return flags.includes('5') ? [`${kind === 'c' ? 'c' : ' '} ${path}`] : [];
    })
    .sort();
}

describe('integrity', () => {
  testWith(
    'dpkg',
    'umoci',
    'mmdebstrap',
  )('of a Debian image is what dpkg --verify says', () => {
    const image = debianImage('main');
    const layout = join(folder, 'layout');
    const rootfs = join(folder, 'rootfs');
    cpSync(image.layout, layout, { recursive: true });
    run('cp', ['-a', image.rootfs, rootfs]);
    const change = (path: string, body: Buffer, mode = 0o644): void => {
      writeFileSync(join(rootfs, path), body);
      const file = join(folder, 'changed');
      writeFileSync(file, body, { mode });
      run('umoci', ['insert', '--image', `${layout}:latest`, file, `/${path}`]);
    };
    const library = 'usr/lib/x86_64-linux-gnu/libz.so.1.2.13';
    const flipped = readFileSync(join(rootfs, library));
    flipped[5000] = (flipped[5000] ?? 0) ^ 1;
    change(library, flipped);
    change('usr/bin/sort', Buffer.from('#!/bin/sh\necho replaced\n'), 0o755);
    change('etc/pam.conf', Buffer.from('# edited\n'));
    // Diverted and replaced, diverted and changed where it went, and a mode that the administrator chose.
    for (const name of ['tac', 'nl']) {
      const divert = ['--root', rootfs, '--local', '--rename', '--divert', `/usr/bin/${name}.real`];
      run('dpkg-divert', [...divert, '--add', `/usr/bin/${name}`]);
      change(`usr/bin/${name}.real`, readFileSync(join(rootfs, `usr/bin/${name}.real`)), 0o755);
      change(`usr/bin/${name}`, Buffer.from('#!/bin/sh\nexec true\n'), 0o755);
    }
    change('usr/bin/nl.real', Buffer.from('#!/bin/sh\necho replaced\n'), 0o755);
    run('dpkg-statoverride', ['--root', rootfs, '--update', '--add', 'root', 'root', '4755', '/usr/bin/od']);
    for (const file of ['diversions', 'statoverride']) {
      change(`var/lib/dpkg/${file}`, readFileSync(join(rootfs, `var/lib/dpkg/${file}`)));
    }
    change('usr/bin/od', readFileSync(join(rootfs, 'usr/bin/od')), 0o4755);
    const output = join(folder, 'result.json');
    run(process.execPath, [
      ...[cli, 'scan', `oci:${layout}:latest`, '--advisories', 'none', '--no-layer-cache'],
      ...['--format', 'json', '--output', output],
    ]);
    const { findings }: { findings: Finding[] } = JSON.parse(readFileSync(output, 'utf8'));
    const oracle = spawnSync('dpkg', ['--root', rootfs, '--verify'], { encoding: 'utf8' });
    expect(verified(oracle.stdout)).toHaveLength(3);
    // dpkg names the library by the path under which it was installed, before /lib became a link.
    const usr = (line: string): string => line.replace(/ \/(lib|bin|sbin)\//, ' /usr/$1/');
    // dpkg asks for diverted files where they are, but knows no digest of them there: what was changed is told all the same.
    const told = changedPaths(findings);
    expect(told.filter((line) => line !== '  /usr/bin/nl.real')).toEqual(
      verified(oracle.stdout).map(usr).sort(),
    );
    expect(told).toContain('  /usr/bin/nl.real');
    const rules = (subject: string): readonly string[] =>
      findings.filter((one) => one.subject === subject).map(({ rule }) => rule);
    expect(rules('/usr/bin/tac')).toEqual(['integrity/diverted-file']);
    expect(rules('/usr/bin/tac.real')).toEqual([]);
    expect(oracle.stdout).not.toMatch(/tac|nl|od/);
  });

  testWith('rpm', 'rpmbuild')('of rpm packages is what rpm -V says', async () => {
    const spec = join(folder, 'p.spec');
    writeFileSync(
      spec,
      `Name: p\nVersion: 1\nRelease: 1\nSummary: t\nLicense: MIT\nBuildArch: noarch\n%description\nt\n%install\nmkdir -p %{buildroot}/usr/lib %{buildroot}/usr/bin %{buildroot}/etc\necho library > %{buildroot}/usr/lib/libp.so.1\necho program > %{buildroot}/usr/bin/p\necho same > %{buildroot}/usr/bin/q\necho setting > %{buildroot}/etc/p.conf\n%files\n/usr/lib/libp.so.1\n/usr/bin/p\n/usr/bin/q\n%config(noreplace) /etc/p.conf\n`,
    );
    const root = join(folder, 'rpmroot');
    run('rpm', ['--root', root, '--initdb']);
    run('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}/build`, spec]);
    run('rpm', [
      '--root',
      root,
      '-i',
      '--nodeps',
      '--noscripts',
      join(folder, 'build/RPMS/noarch/p-1-1.noarch.rpm'),
    ]);
    writeFileSync(join(root, 'usr/lib/libp.so.1'), 'Library\n');
    writeFileSync(join(root, 'usr/bin/p'), 'replaced\n');
    writeFileSync(join(root, 'etc/p.conf'), 'edited\n');
    const database = run('rpm', ['--root', root, '--eval', '%{_dbpath}']).trim();
    const items = ['usr/lib/libp.so.1', 'usr/bin/p', 'usr/bin/q', 'etc/p.conf'].map(
      (path): TarItem => ({
        path,
        mode: statSync(join(root, path)).mode & 0o777,
        body: readFileSync(join(root, path)),
      }),
    );
    const { findings } = await inspectImage({
      layers: [
        [
          { path: 'etc/os-release', body: 'ID=almalinux\nVERSION_ID=9.4\n' },
          { path: 'etc/redhat-release', body: 'x' },
          ...items,
          { path: 'var/lib/rpm/rpmdb.sqlite', body: readFileSync(join(root, database, 'rpmdb.sqlite')) },
        ],
      ],
    });
    const oracle = spawnSync('rpm', ['--root', root, '-V', '-a', '--nodeps'], { encoding: 'utf8' });
    expect(verified(oracle.stdout)).toHaveLength(3);
    expect(changedPaths(findings)).toEqual(verified(oracle.stdout));
  });
});
