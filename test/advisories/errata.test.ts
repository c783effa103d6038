// What vendors' errata, words and marks become.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openDump } from '../../src/advisories/dump-source.ts';
import { matchPackages } from '../../src/advisories/match.ts';
import type { Package } from '../../src/terms/package.ts';
import { dumpOf, pkg, record, type SampleRecord } from './records.ts';

const options = { asOf: new Date('2026-06-01T00:00:00Z'), layers: [] };
const alma = { id: 'almalinux', idLike: [], versionId: '9.4', path: 'etc/os-release', layer: 0 };
const bash = pkg('rpm', 'bash', '1.0.0');

async function find(
  family: string,
  records: readonly SampleRecord[],
  packages: readonly Package[],
  exploited: readonly string[] = [],
  os = alma,
) {
  const dump = dumpOf({ [family]: records });
  mkdirSync(join(dump, 'kev'));
  const catalogue = { vulnerabilities: exploited.map((cveID) => ({ cveID })) };
  writeFileSync(join(dump, 'kev/known_exploited_vulnerabilities.json'), JSON.stringify(catalogue));
  const { findings } = await matchPackages(packages, os, openDump(dump), options);
  return findings.map(({ rule, severity, details }) => {
    const exploit = details.kind === 'vulnerability' && details.knownExploited ? ' exploited' : '';
    return `${rule} ${severity}${exploit}`;
  });
}

const erratum = (id: string, related: readonly string[], more: object = {}) =>
  record(id, 'AlmaLinux:9', 'bash', { summary: 'Important: bash security update', related, ...more });

describe('errata', () => {
  test.each<[string, readonly SampleRecord[], readonly string[]]>([
    ['the first word of the summary grades', [erratum('ALSA-2026:1', ['CVE-2026-1'])], ['CVE-2026-1 high']],
    ['one without a CVE shows its own id', [erratum('ALSA-2026:1', [])], ['ALSA-2026:1 high']],
    [
      'bug fixes and enhancements are no findings',
      [erratum('ALBA-2026:1', ['CVE-2026-1']), erratum('ALEA-2026:1', ['CVE-2026-1'])],
      [],
    ],
    [
      'each CVE of an erratum is a finding, and only the exploited one is marked',
      [erratum('ALSA-2026:1', ['CVE-2026-1', 'CVE-2026-2', 'bug-7'])],
      ['CVE-2026-1 high', 'CVE-2026-2 high exploited'],
    ],
    [
      'a CVE in two errata is one finding',
      [erratum('ALSA-2026:1', ['CVE-2026-1', 'CVE-2026-2']), erratum('ALSA-2026:2', ['CVE-2026-1'])],
      ['CVE-2026-1 high', 'CVE-2026-2 high exploited'],
    ],
    [
      'aliases of one vulnerability are never taken apart',
      [erratum('ALSA-2026:1', [], { aliases: ['CVE-2026-3', 'CVE-2026-2'] })],
      ['CVE-2026-2 high exploited'],
    ],
    ['those of another release are not asked', [record('ALSA-2', 'AlmaLinux:8', 'bash')], []],
  ])('%s', async (_, records, expected) => {
    expect(await find('AlmaLinux', records, [bash], ['CVE-2026-2'])).toEqual(expected);
  });

  test('every id of a finding can be waived, and none of another vulnerability', async () => {
    const dump = dumpOf({ AlmaLinux: [erratum('ALSA-2026:1', ['CVE-2026-1', 'CVE-2026-2'])] });
    const { findings } = await matchPackages([bash], alma, openDump(dump), options);
    expect(findings.map(({ details }) => (details.kind === 'vulnerability' ? details.ids : []))).toEqual([
      ['ALSA-2026:1', 'CVE-2026-1'],
      ['ALSA-2026:1', 'CVE-2026-2'],
    ]);
  });

  const modular = (version: string, label?: string) =>
    pkg('rpm', 'nodejs', version, {
      purl: `pkg:rpm/almalinux/nodejs@${version}${label === undefined ? '' : `?rpmmod=${encodeURIComponent(label)}`}`,
    });
  const fixed18 = '1:18.2.0-1.module_el9+1';
  const stream18 = record('ALSA-2026:18', 'AlmaLinux:9', 'nodejs', {
    summary: 'Moderate: nodejs:18 security update',
    affected: [
      {
        package: { ecosystem: 'AlmaLinux:9', name: 'nodejs' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: fixed18 }] }],
      },
    ],
  });
  test.each([
    ['its own stream', '1:18.1.0-1.module_el9+1', 'nodejs:18:9030:abc', 1],
    ['another stream', '1:16.1.0-1.module_el9+1', 'nodejs:16:9030:abc', 0],
    ['a stream whose name only begins alike', '1:16.1.0-1.module_el9+1', 'nodejs:1:9030:abc', 0],
    ['a modular package without a label', '1:16.1.0-1.module_el9+1', undefined, 1],
    ['the plain package', '1:16.1.0-1.el9', undefined, 0],
  ])('a module erratum and %s', async (_, version, label, count) => {
    expect(await find('AlmaLinux', [stream18], [modular(version, label)])).toHaveLength(count);
  });
});

test("Ubuntu's priority beats a score, and KEV is found by any alias", async () => {
  const ubuntu = { id: 'ubuntu', idLike: [], versionId: '24.04', path: 'etc/os-release', layer: 0 };
  const records = [
    record('UBUNTU-CVE-2026-1', 'Ubuntu:24.04:LTS', 'bash', {
      upstream: ['CVE-2026-1'],
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
        { type: 'Ubuntu', score: 'low' },
      ],
    }),
  ];
  const deb = pkg('deb', 'bash', '1.0.0');
  expect(await find('Ubuntu', records, [deb], ['CVE-2026-1'], ubuntu)).toEqual(['CVE-2026-1 low exploited']);
});
