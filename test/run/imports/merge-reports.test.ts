// What tools report beside our own findings: agreement is told, nothing of ours is lost or softened.
import { expect, test } from '@jest/globals';
import type { ToolVulnerability } from '../../../src/inspection/import/tool-report.ts';
import { mergeReports } from '../../../src/run/imports/merge-reports.ts';
import type { Finding } from '../../../src/terms/finding.ts';
import { imageOf } from '../../inspection/inspected.ts';

const own: Finding = {
  rule: 'CVE-2026-1',
  severity: 'high',
  subject: 'pkg:deb/debian/openssl',
  where: { kind: 'image', field: 'x' },
  message: 'm',
  because: 'b',
  fix: 'f',
  details: {
    kind: 'vulnerability',
    ids: ['CVE-2026-1', 'DSA-1'],
    purls: ['pkg:deb/debian/libssl3@3'],
    installed: '3',
    knownExploited: false,
    severitySource: 'vendor',
  },
};
const libssl = {
  purl: 'pkg:deb/debian/libssl3@3',
  type: 'deb',
  name: 'libssl3',
  version: '3',
  source: { name: 'openssl', version: '3' },
  path: 'var/lib/dpkg/status',
  layer: 0,
};
const item = (more: Partial<ToolVulnerability>): ToolVulnerability => ({
  kind: 'vulnerability',
  ids: ['CVE-2026-1'],
  name: 'libssl3',
  installed: '3',
  fixes: [],
  severity: 'low',
  ...more,
});
const merge = (...items: ToolVulnerability[]) =>
  mergeReports([own], imageOf({ layers: [[]] }), [libssl], [{ tool: 'Trivy', digests: [], items }]);

test('a tool that names the binary package agrees with our finding about its source', () => {
  expect(merge(item({}))).toEqual([
    {
      ...own,
      because: 'b. Reported by Seaworthy, Trivy.',
      details: { ...own.details, reportedBy: ['Seaworthy', 'Trivy'] },
    },
  ]);
});

test.each([
  ['another vulnerability of one erratum', item({ ids: ['CVE-2026-2', 'DSA-1'] })],
  ['the same vulnerability in another package', item({ name: 'curl' })],
])('%s is a finding of its own', (_, one) => {
  const [kept, added] = merge(one);
  expect(kept).toEqual(own);
  expect(added?.details).toMatchObject({ reportedBy: ['Trivy'] });
});

test('a malicious package blocks by its kind whatever the tool’s severity', () => {
  expect(merge(item({ ids: ['MAL-2026-1'] }))[1]).toMatchObject({
    severity: 'critical',
    details: { kind: 'malicious' },
  });
});
