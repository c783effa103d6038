import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderSarif } from '../../src/report/sarif/log.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { hostile } from './hostile.ts';
import { clean, digestOf, image, libssl, openssl, sample, someResult, vulnerability } from './sample.ts';
import { sarifValidator } from './sarif-schema.ts';

const validate = sarifValidator();

const runs = (result: Result) => JSON.parse(renderSarif(result)).runs;

const hostileResult: Result = {
  ...sample,
  warnings: hostile,
  findings: hostile.map((text, index) => ({
    ...vulnerability(`CVE-2026-${index}`, openssl, { summary: text }),
    message: text,
    fix: text,
    because: text,
    judgedBy: text,
    subject: text,
    owner: text,
    where: { kind: 'layer', path: text, layer: 0, digest: digestOf(10), instruction: text },
  })),
};

describe('SARIF for code scanning', () => {
  test('is valid by the official schema, whatever it quotes', () => {
    for (const result of [sample, clean, hostileResult]) {
      validate(JSON.parse(renderSarif(result)));
      expect(validate.errors).toBeNull();
    }
    fc.assert(
      fc.property(someResult, (result) => validate(JSON.parse(renderSarif(result)))),
      { numRuns: 30 },
    );
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  test('names the benchmark of a check: not every one is of the Pod Security Standards', () => {
    const helpOf = (rule: string, check: string): string => {
      const [fact] = sample.findings.filter(({ details }) => details.kind === 'fact');
      if (fact === undefined) throw new Error('the sample has no such finding');
      const details = { kind: 'fact', actual: '', required: '', check } as const;
      return runs({ ...sample, findings: [{ ...fact, rule, details }] })[0].tool.driver.rules[0].help.text;
    };
    expect(helpOf('hardening/root-user', 'CIS Docker 4.1')).toContain('Check CIS Docker 4.1.');
    expect(helpOf('pod-security/privileged', 'privileged')).toContain(
      'Check privileged of the Pod Security Standards.',
    );
  });

  test('has one category an image and platform, never twice the same', () => {
    const arm = { ...image, digest: digestOf(2), platform: { os: 'linux', architecture: 'arm64' } };
    const older = { ...image, digest: digestOf(3), reference: 'registry.example/acme/web:1.3' };
    const ids = runs({ ...sample, images: [image, arm, older] }).map(
      (run: { automationDetails: { id: string } }) => run.automationDetails.id,
    );
    expect(ids).toEqual([
      'seaworthy/image/registry.example/acme/web/linux/amd64/',
      'seaworthy/image/registry.example/acme/web/linux/arm64/',
      'seaworthy/image/registry.example/acme/web:1.3/linux/amd64/',
    ]);
    const many = Array.from({ length: 21 }, (_, index) => ({ ...image, reference: `r/${index}:1` }));
    expect(runs({ ...sample, images: many })).toHaveLength(1);
  });

  test('knows a finding again in the next build, and tells two packages apart', () => {
    const print = (changes: object, reference = image.reference) => {
      const findings = [{ ...vulnerability('CVE-2026-1', openssl), ...changes }];
      return runs({ ...sample, findings, images: [{ ...image, reference }] })[0].results[0]
        .partialFingerprints;
    };
    const before = print({});
    const rebuilt = vulnerability('CVE-2026-1', { ...openssl, version: '3.0.12-1', layer: 3 });
    expect(print(rebuilt, 'registry.example/acme/web:1.5')).toEqual(before);
    expect(before.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:1$/);
    expect(print(vulnerability('CVE-2026-1', libssl))).not.toEqual(before);
    // What is about the image itself is called by its reference, tag and all.
    const about = (tag: string): object => ({
      rule: 'hardening/root-user',
      details: { kind: 'fact' },
      subject: `registry.example/acme/web:${tag}`,
      where: { kind: 'image', field: 'User' },
    });
    expect(print(about('1.5'), 'registry.example/acme/web:1.5')).toEqual(print(about('1.4')));
  });

  test('shows waived findings as suppressed, with who and until when', () => {
    const waived = runs(sample)[0].results.filter((item: { suppressions?: object }) => item.suppressions);
    expect(waived).toHaveLength(1);
    expect(waived[0].suppressions[0]).toEqual({
      kind: 'external',
      status: 'accepted',
      justification: 'not reachable (@acme/web, until 2026-12-24)',
    });
  });

  test.each([
    ['critical', { score: 9.8 }, '9.8'],
    ['critical', { score: 5 }, '9.5'],
    ['low', { score: 9.8 }, '2.0'],
    ['unknown', undefined, '7.0'],
  ] as const)('sorts %s with CVSS %j as %s', (severity, cvss, expected) => {
    const details = cvss === undefined ? {} : { cvss: { vector: 'CVSS:3.1/…', ...cvss } };
    const finding = vulnerability('CVE-2026-1', openssl, details, { severity });
    const plain =
      finding.details.kind === 'vulnerability' && cvss === undefined
        ? { ...finding, details: (({ cvss: _, ...rest }) => rest)(finding.details) }
        : finding;
    const [run] = runs({ ...sample, findings: [plain] });
    expect(run.tool.driver.rules[0].properties['security-severity']).toBe(expected);
  });

  test('over 5,000 results keeps the worst, counts the rest, and the verdict stays', () => {
    const findings = Array.from({ length: 5_003 }, (_, index) =>
      vulnerability(
        `CVE-2026-${index}`,
        openssl,
        {},
        index < 5_002 ? { severity: 'low', treatment: 'warn', blocksMerge: false } : {},
      ),
    );
    const [run] = runs({ ...sample, findings });
    expect(run.results).toHaveLength(5_000);
    expect(run.results[0].ruleId).toBe('CVE-2026-5002');
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/^3 findings are left out/);
    expect(run.properties).toMatchObject({ merge: 'fail', counts: { total: 5_003 } });
  });

  test('points at the Dockerfile’s line where it is known', () => {
    const where = {
      kind: 'layer' as const,
      path: 'x',
      layer: 0,
      digest: digestOf(10),
      dockerfile: { file: 'build/Dockerfile', line: 7 },
    };
    const [run] = runs({ ...sample, findings: [{ ...vulnerability('CVE-2026-1', openssl), where }] });
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'build/Dockerfile' },
      region: { startLine: 7 },
    });
  });
});
