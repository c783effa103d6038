// `--import`: findings of other tools go through the same gate and say who agreed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { debianFiles, writeSmallImage } from '../../cli/small-image.ts';
import { openSurroundings } from '../../cli/surroundings.ts';
import { arf, clair, cyclonedx, grype, sarif, trivy } from '../../inspection/import/reports.ts';
import { plantedSecrets } from '../../inspection/planted-secrets.ts';

interface Shown {
  readonly rule: string;
  readonly severity: string;
  readonly subject: string;
  readonly treatment: string;
  readonly because: string;
  readonly origin: string;
  readonly details: {
    readonly ids?: readonly string[];
    readonly fixed?: string;
    readonly reportedBy?: readonly string[];
  };
}

async function gate(
  reports: readonly unknown[],
  policy = '',
  command = 'gate',
  base: readonly unknown[] | 'none' = 'none',
) {
  const surroundings = openSurroundings();
  writeFileSync(join(surroundings.directory, 'seaworthy.yaml'), `version: 1\n${policy}`);
  const reference = writeSmallImage(join(surroundings.directory, 'image'), debianFiles({ bash: '5' }));
  const write = (report: unknown, index: number): string => {
    const file = `report-${index}`;
    writeFileSync(
      join(surroundings.directory, file),
      typeof report === 'string' ? report : JSON.stringify(report),
    );
    return file;
  };
  const files = reports.map(write);
  const baseFiles = base === 'none' ? [] : base.map((report, index) => write(report, reports.length + index));
  const ended = await surroundings.run(
    command,
    reference,
    '--advisories',
    'none',
    '--format',
    'json',
    '--import',
    ...files,
    ...(base === 'none' ? [] : ['--base', reference]),
    ...(baseFiles.length === 0 ? [] : ['--base-import', ...baseFiles]),
  );
  if (ended.code > 1) return { ...ended, findings: [], warnings: [] };
  const result: { findings: Shown[]; warnings: string[] } = JSON.parse(ended.out);
  return { ...ended, ...result };
}

describe('reports of other tools in a run', () => {
  test('one vulnerability that three tools report is one finding that names them', async () => {
    // One that says which image it is about is about another one here.
    const { source: _source, ...unbound } = grype;
    const { findings } = await gate([trivy, unbound, cyclonedx]);
    const [found, ...more] = findings.filter(({ details }) => details.ids !== undefined);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      rule: 'CVE-2026-1000',
      subject: 'pkg:deb/debian/bash',
      severity: 'critical',
      treatment: 'block',
      details: {
        ids: ['CVE-2026-1000', 'GHSA-aaaa-bbbb-cccc'],
        fixed: '5.2',
        reportedBy: ['Bill Y', 'Grype', 'Trivy'],
      },
    });
    expect(found?.because).toContain('Reported by Bill Y, Grype, Trivy.');
  });

  test('facts keep tool and rule, and the severity decides until the policy does', async () => {
    const { findings } = await gate([sarif, arf]);
    const imported = findings.filter(({ rule }) => rule.startsWith('import/'));
    expect(imported.map(({ rule, treatment }) => `${rule} ${treatment}`).sort()).toEqual([
      'import/linter-x-style warn',
      'import/linter-x-xss block',
      'import/openscap-no-telnet block',
      'import/openscap-other block',
    ]);
    const judged = await gate(
      [sarif],
      'images:\n  rules:\n    import/*: warn\n    import/linter-x-style: off\n',
    );
    expect(
      judged.findings.filter(({ rule }) => rule.startsWith('import/')).map(({ treatment }) => treatment),
    ).toEqual(expect.arrayContaining(['warn', 'off']));
  });

  test('what tools say of the base too is inherited; without their word it counts as introduced, and that is said', async () => {
    const origins = async (base: readonly unknown[]) => {
      const { findings, warnings } = await gate([sarif, trivy], '', 'gate', base);
      const imported = findings.filter(({ because }) => because.includes('Reported by'));
      return { all: [...new Set(imported.map(({ origin }) => origin))], told: warnings.join() };
    };
    const known = await origins([sarif, trivy]);
    expect(known.all).toEqual(['inherited']);
    expect(known.told).not.toContain('--base-import');
    const unknown = await origins([]);
    expect(unknown.all).toEqual(['introduced']);
    expect(unknown.told).toMatch(/base oci:.* was not given \(--base-import\): .* counts as introduced/);
  });

  test.each([950, 990])('a secret is not passed on by a cut through it at %i characters', async (at) => {
    const token =
      /gh[a-z]_\w+/.exec(plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '')?.[0] ?? '';
    const report = structuredClone(sarif);
    report.runs[0]?.results.push({
      ruleId: 'leak',
      level: 'error',
      message: { text: `${'x '.repeat(at / 2)}${token} there` },
    });
    const { out } = await gate([report], '', 'scan');
    expect(out).not.toContain(token.slice(0, 10));
  });

  /** As OSV-Scanner writes it: packages without versions, a vector without a word. */
  const scanner = (affects: readonly { ref: string }[], more: object = {}) => ({
    ...cyclonedx,
    vulnerabilities: [
      {
        id: 'CVE-2026-2000',
        ratings: [{ method: 'CVSSv3', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        affects,
        ...more,
      },
    ],
  });
  const reported = async (report: object) =>
    (await gate([report])).findings.filter(({ because }) => because.includes('Reported by'));

  test.each([
    ['pkg:deb/debian/bash'],
    ['urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:deb%2Fdebian%2Fbash@5'],
  ])('CycloneDX names a package as %s; a vector alone has a severity', async (ref) => {
    expect(await reported(scanner([{ ref }, { ref: 'pkg:npm/other' }]))).toMatchObject([
      { rule: 'CVE-2026-2000', subject: 'pkg:deb/debian/bash', severity: 'critical' },
    ]);
  });

  test('a vulnerability of none of the components of a bill is told, unless the tool settled it', async () => {
    for (const affects of [[], [{ ref: 'pkg:npm/other' }]]) {
      expect(await reported(scanner(affects))).toMatchObject([
        { rule: 'import/bill-y-cve-2026-2000', severity: 'critical', treatment: 'block' },
      ]);
    }
    expect(await reported(scanner([], { analysis: { state: 'not_affected' } }))).toEqual([]);
    expect(await reported(scanner([{ ref: 'b' }], { analysis: { state: 'in_triage' } }))).toHaveLength(1);
  });

  test('a report about another image is left out, and that is said', async () => {
    const { findings, warnings } = await gate([clair]);
    expect(findings.filter(({ details }) => details.ids !== undefined)).toEqual([]);
    expect(warnings.join()).toContain('The report of Clair is about sha256:abab');
  });

  test('a secret in a tool’s words is not passed on', async () => {
    const token = plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '';
    const report = structuredClone(sarif);
    report.runs[0]?.results.push({
      ruleId: 'leak',
      level: 'error',
      message: { text: `found ${token} there` },
    });
    const { out, findings } = await gate([report], '', 'scan');
    expect(findings.map(({ rule }) => rule)).toContain('import/linter-x-leak');
    const secret = /gh[a-z]_\w+/.exec(token)?.[0] ?? 'none';
    expect(out).not.toContain(secret);
  });

  test.each([['{"a":1}'], ['text']])('%s is the user’s mistake', async (text) => {
    const { code, err } = await gate([text]);
    expect(code).toBe(2);
    expect(err).toContain('report-0');
  });
});
