// Reports of other tools: told apart by shape, read into the same items, refused with words.
import { describe, expect, test } from '@jest/globals';
import { readToolReports } from '../../../src/inspection/import/read-report.ts';
import { arf, clair, digest, grype, quay, sarif, trivy } from './reports.ts';

const read = (report: unknown) =>
  readToolReports(typeof report === 'string' ? report : JSON.stringify(report), 'r');

describe('reports of other tools', () => {
  test.each([
    [
      'Trivy',
      trivy,
      { ids: ['CVE-2026-1000'], fixes: ['6', '5.1'], severity: 'critical', cvss: { score: 9.8 } },
    ],
    ['Grype', grype, { ids: ['GHSA-aaaa-bbbb-cccc', 'CVE-2026-1000'], fixes: ['5.2'], severity: 'medium' }],
    ['Clair', clair, { ids: ['CVE-2026-1000'], fixes: ['5.3'], severity: 'high' }],
    ['Quay', quay, { ids: ['RHSA-2026:1', 'CVE-2026-1000'], fixes: [], severity: 'low' }],
  ])('%s: a vulnerability with its ids, fixes and severity', (tool, report, item) => {
    const [first] = read(report);
    expect(first?.tool).toBe(tool);
    expect(first?.items[0]).toMatchObject({ kind: 'vulnerability', name: 'bash', installed: '5', ...item });
  });

  test('Quay: what it does not know is null, and no reason to refuse the report', () => {
    const unknown = { Name: 'CVE-2026-1', Severity: null, FixedBy: null, Description: null, Link: null };
    const Features = [{ Name: 'bash', Version: '5', Vulnerabilities: [unknown] }];
    expect(read({ status: 'scanned', data: { Layer: { Name: digest, Features } } })[0]?.items).toMatchObject([
      { ids: ['CVE-2026-1'], fixes: [], severity: 'unknown' },
    ]);
  });

  test('Clair and Quay say which image they looked at', () => {
    expect(read(clair)[0]?.digests).toEqual([digest]);
    expect(read(quay)[0]?.digests).toEqual([digest]);
  });

  test('Trivy’s failed checks and secrets come in, passed ones and the secret’s own text do not', () => {
    const items = read(trivy)[0]?.items ?? [];
    expect(items.flatMap((one) => (one.kind === 'fact' ? [one.rule] : []))).toEqual(['DS002', 'aws-key']);
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  test('SARIF: scores, levels, templates and places; what passed, is gone or suppressed is none', () => {
    expect(read(sarif)).toMatchObject([
      {
        tool: 'Linter X',
        items: [
          {
            rule: 'XSS',
            severity: 'critical',
            message: 'The value name is not escaped.',
            because: 'Text of users reaches the page',
            file: { path: 'src/a.js', line: 12 },
          },
          { rule: 'style', severity: 'low', message: 'long line' },
        ],
      },
    ]);
  });

  test('XCCDF in an ARF collection: failed rules, and those that could not be checked as unknown', () => {
    expect(read(arf)).toMatchObject([
      {
        tool: 'OpenSCAP',
        items: [
          {
            rule: 'no_telnet',
            severity: 'high',
            message: 'Failed: No <telnet>',
            because: 'It is plain.',
            fix: 'Remove it.',
          },
          { rule: 'other', severity: 'unknown' },
        ],
      },
    ]);
  });

  test('XCCDF: a check that was not to be had is unknown, a rule without one waits for a person', () => {
    const lost = arf
      .replace(
        '<xccdf:result>error</xccdf:result>',
        '<xccdf:result>notchecked</xccdf:result><xccdf:check system="s"/>',
      )
      .replace('<xccdf:result>pass<', '<xccdf:result>notchecked<');
    expect(read(lost)[0]?.items.map((one) => (one.kind === 'fact' ? [one.rule, one.severity] : []))).toEqual([
      ['no_telnet', 'high'],
      ['other', 'unknown'],
    ]);
  });

  test('XCCDF: of two results of one target the later counts, of two targets both', () => {
    const [result = ''] = /<xccdf:TestResult[\s\S]*<\/xccdf:TestResult>/.exec(arf) ?? [];
    const remedied = result
      .replace('<xccdf:result>fail<', '<xccdf:result>fixed<')
      .replace('<xccdf:result>error<', '<xccdf:result>pass<');
    const rules = (...results: readonly string[]): readonly string[] =>
      read(arf.replace(result, results.join('')))[0]?.items.map((one) =>
        one.kind === 'fact' ? one.rule : '',
      ) ?? [];
    const [earlier, later] = ['2026-10-01T00:00:00', '2026-12-01T00:00:00'].map((end) =>
      remedied.replace(/end-time="[^"]*"/, `end-time="${end}"`),
    );
    expect(rules(result, later ?? '')).toEqual([]);
    expect(rules(earlier ?? '', result)).toEqual(['no_telnet', 'other']);
    expect(rules(result, earlier ?? '')).toEqual(['no_telnet', 'other']);
    expect(rules(result, (later ?? '').replace('>app<', '>other<'))).toEqual(['no_telnet', 'other']);
  });

  test.each([
    ['{}', /shape of no format/],
    ['[]', /shape of no format/],
    ['{"version":"2.0.0","runs":[]}', /no SARIF 2.1.0 report: version/],
    ['{"version":"2.1.0","runs":[],"runs":[]}', /cannot be read/],
    ['{"SchemaVersion":2,"Results":[{}]}', /no Trivy report: Results.0.Target/],
    ['<a>', /not one whole XML element/],
    ['<a></b>', /closes b/],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a/>', /document type/],
    ['<a/>', /no XCCDF results/],
    [`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, /nested deeper/],
  ])('%.40s is refused', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
