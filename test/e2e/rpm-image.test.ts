// What rpm says of a root, and of AlmaLinux's advisories over it, is what a scan of the image says.
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { run } from '../tools/tool.ts';
import { openCommandLine } from './command-line.ts';
import { advisoryData, findingLines, packageLines, readResult } from './debian-oracle.ts';
import { testWith } from './packages-tools.ts';
import { rpmImage } from './rpm-image.ts';

describe('an AlmaLinux image', () => {
  testWith(
    'rpm',
    'rpmbuild',
    'umoci',
    'python3',
  )('has the packages of rpm -qa and the advisories that rpm itself finds', async () => {
    const { layout, root } = rpmImage();
    const args = ['--advisories', advisoryData, '--as-of', '2026-11-22', '--format', 'json'];
    const { code, out, err } = await openCommandLine().run('gate', `oci:${layout}:latest`, ...args);
    expect(err).not.toContain('bug:');
    const read = readResult(out);
    const format = '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\\n';
    const said = run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '-qa', '--qf', format])
      .trim()
      .split('\n')
      .sort();
    expect(packageLines(read, 'rpm').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(said);
    const oracle = join(import.meta.dirname, 'oracle/alma.py');
    const expected = run('python3', [oracle, join(advisoryData, 'AlmaLinux/all.zip'), root, '9'])
      .trim()
      .split('\n');
    expect(findingLines(read, 'pkg:rpm/almalinux/')).toEqual(expected);
    expect(expected.length).toBeGreaterThan(30);
    expect([code, read.verdict?.merge]).toEqual([1, 'fail']);
  });
});
