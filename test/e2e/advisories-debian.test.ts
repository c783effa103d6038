// The advisories of a real Debian 12 image are exactly those that dpkg's own comparison finds.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openDump } from '../../src/advisories/dump-source.ts';
import { matchPackages } from '../../src/advisories/match.ts';
import type { Package } from '../../src/terms/package.ts';
import { run } from '../tools/tool.ts';
import { debianImage } from './debian-image.ts';

const data = resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories');
const os = { id: 'debian', idLike: [], versionId: '12', path: 'etc/os-release', layer: 0 };

function installed(admindir: string): Package[] {
  const format = '$' + '{Package}\\t$' + '{Version}\\t$' + '{source:Package}\\t$' + '{source:Version}\\n';
  return run('dpkg-query', ['--admindir', admindir, '-W', '-f', format])
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', version = '', source = '', sourceVersion = ''] = line.split('\t');
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}`;
      const unit = { name: source, version: sourceVersion };
      return { purl, type: 'deb', name, version, source: unit, path: 'var/lib/dpkg/status', layer: 0 };
    });
}

const hasTools = spawnSync('mmdebstrap', ['--version']).status === 0 && existsSync(data);
const real = hasTools || process.env.CI !== undefined ? describe : describe.skip;

real('a real Debian 12 image', () => {
  test.each(['main', 'security'] as const)(
    'of suite %s has what dpkg finds, no more and no less',
    async (suite) => {
      const admindir = join(debianImage(suite).rootfs, 'var/lib/dpkg');
      const oracle = join(import.meta.dirname, 'oracle/debian.py');
      const expected = run('python3', [oracle, join(data, 'Debian/all.zip'), admindir, '12'])
        .split('\n')
        .filter((line) => line !== '');
      const options = { asOf: new Date('2026-11-22T12:00:00Z'), layers: [] };
      const matching = await matchPackages(installed(admindir), os, openDump(data), options);
      const lines = matching.findings.flatMap((finding) => {
        const { details } = finding;
        if (details.kind !== 'vulnerability') return [];
        const source = finding.subject.slice('pkg:deb/debian/'.length);
        return [[finding.rule, decodeURIComponent(source), details.installed, details.fixed].join('\t')];
      });
      expect(lines.sort()).toEqual(expected);
      expect(lines.length > 0).toBe(suite === 'main');
    },
  );
});
