import { describe, expect, test } from '@jest/globals';
import { explainFinding } from '../../src/report/explanation.ts';
import { renderMarkdown } from '../../src/report/markdown/summary.ts';
import { renderJson } from '../../src/report/result-json.ts';
import { parseResult } from '../../src/report/result-reading.ts';
import { renderText } from '../../src/report/text/report.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { hostile } from './hostile.ts';
import { clean, grade, image, openssl, sample, vulnerability } from './sample.ts';

const passing = { merge: 'pass' as const, certificate: 'pass' as const, reasons: [] };

const plain = { color: false, width: 100 };

const many: Result = {
  ...sample,
  findings: Array.from({ length: 90 }, (_, index) =>
    vulnerability(`CVE-2026-${1000 + index}`, {
      ...openssl,
      purl: `pkg:deb/debian/p${index % 18}@1`,
      name: `p${index % 18}`,
    }),
  ),
};

describe('the report at a terminal', () => {
  test('is one line with the grade when all is well', () => {
    expect(renderText(clean, plain)).toBe(
      'PASS registry.example/acme/web:1.4 linux/amd64 · grade A · no findings\n',
    );
  });

  test('says more than a line as soon as a waiver was honoured or something is warned of', () => {
    const text = renderText({ ...clean, waivers: sample.waivers, warnings: ['look here'] }, plain);
    expect(text).toContain(
      '~ CVE-2026-3333 in pkg:npm/lodash: not reachable (@acme/web, until 2026-12-24, 1 finding)',
    );
    expect(text).toContain('warning: look here');
  });

  test('tells verdict, reason, fix, the next drop and what to do first', () => {
    const text = renderText(sample, plain);
    expect(text).toMatch(/Merge +FAIL/);
    expect(text).toContain('2 findings block: severity: critical');
    expect(text).toContain('2026-12-14 → D  unless fixed: CVE-2026-1111');
    expect(text).toContain('1. Update openssl 3.0.11-1 to 3.0.15-1 — 2 findings: 1 critical · 1 high');
  });

  test('tells the whole fix plan: what each step buys, where it leads, what nothing helps against', () => {
    const step = {
      kind: 'upgrade' as const,
      action: 'Update lodash 4.17.20 to 4.18.0.',
      question: 'both' as const,
      packages: [],
      closes: { high: 3, medium: 2 },
      rules: [],
      grade: 'C' as const,
    };
    const late = { ...step, action: 'Build on a newer base.', question: 'certificate' as const, closes: {} };
    const left = [
      { question: 'both' as const, judgement: 'fail' as const, message: 'no fix is known', fix: '' },
    ];
    const fixPlan = {
      steps: [step, late],
      reaches: { merge: 'pass' as const, certificate: 'fail' as const, grade: 'B' as const },
      left,
    };
    const text = renderText({ ...sample, grade: { ...grade, letter: 'D' }, fixPlan }, plain);
    expect(text).toContain(`What to do first
  1. Update lodash 4.17.20 to 4.18.0 — 5 findings: 3 high · 2 medium; grade D → C
  2. Build on a newer base — part of the way; for the certificate only
     Then the merge is pass, the certificate fail, grade B; no known change helps against: no fix is
     known`);
    expect(renderText({ ...sample, fixPlan: { ...fixPlan, steps: Array(7).fill(step) } }, plain)).toContain(
      '… and 2 steps more: --all',
    );
    expect(renderMarkdown({ ...sample, fixPlan })).toMatch(
      /1\. Update lodash.*2 medium\n2\. Build on.*\n\nThen the merge/,
    );
    expect(parseResult(renderJson({ ...sample, fixPlan })).fixPlan).toEqual(fixPlan);
  });

  test('puts the findings of each team together, with how many are in the way', () => {
    const findings = sample.findings.map((finding, index) => ({
      ...finding,
      ...(index < 2 ? { owner: '@acme/base' } : index === 2 ? { owner: '@acme/web' } : {}),
    }));
    const lines = renderText({ ...sample, findings }, plain).split('\n');
    const order = lines
      .filter((line) => /^ {2}of |^ {4}[✗·~] /.test(line))
      .map((line) => line.trim().slice(0, 55));
    expect(order).toEqual([
      'of @acme/base  2 findings, 1 of them in the way',
      expect.stringContaining('CVE-2026-1111'),
      expect.stringContaining('CVE-2026-2222'),
      'of @acme/platform  1 finding, 1 of them in the way',
      expect.stringContaining('hardening/root-user'),
      'of @acme/web  1 finding',
      expect.stringContaining('CVE-2026-3333'),
    ]);
    expect(renderMarkdown({ ...sample, findings })).toMatch(/CVE-2026-3333.* · of .*acme\/web \|/);
  });

  test('shows incomplete as loudly as fail, with what was not read', () => {
    const refusals = [{ code: 'truncated' as const, what: 'layer', message: 'ends early' }];
    const verdict = {
      merge: 'incomplete' as const,
      certificate: 'incomplete' as const,
      reasons: [{ question: 'both' as const, judgement: 'incomplete' as const, message: 'm', fix: 'f' }],
    };
    const text = renderText(
      { ...clean, verdict, images: [{ ...image, refusals }] },
      { ...plain, color: true },
    );
    expect(text).toContain('\u001b[1;31mINCOMPLETE\u001b[0m');
    expect(text).toContain('not read: layer: ends early');
  });

  test('folds what is too long and says how to see it', () => {
    const folded = renderText(many, plain);
    expect(folded).toContain('6 more packages and subjects with 30 findings: --all shows them');
    expect(folded).toContain('and 1 more: 1 critical');
    expect(folded.match(/CVE-2026-1\d\d\d/g)?.length).toBeLessThan(60);
    const all = renderText(many, { ...plain, all: true });
    expect(new Set(all.match(/CVE-2026-10\d\d/g)).size).toBe(90);
    expect(all).not.toContain('--all');
  });

  test('an observing policy says what the next step would do', () => {
    const wouldBe = { merge: 'fail' as const, line: 'consider: introduced' };
    const text = renderText({ ...clean, verdict: { ...passing, wouldBe } }, plain);
    expect(text).toContain('observing only; with «consider: introduced» the merge would be FAIL');
  });

  test('tells five reasons of many and counts the others', () => {
    const reason = { question: 'both' as const, judgement: 'fail' as const, message: 'why not', fix: 'do' };
    const verdict = { merge: 'fail' as const, certificate: 'fail' as const, reasons: Array(9).fill(reason) };
    const text = renderText({ ...clean, verdict }, plain);
    expect(text.match(/why not/g)).toHaveLength(5);
    expect(text).toContain('… and 4 reasons more');
  });

  test('says which of several images a finding is about', () => {
    const other = {
      ...image,
      reference: 'registry.example/acme/api:2',
      digest: clean.images[0]?.digest ?? image.digest,
    };
    const findings = [{ ...vulnerability('CVE-2026-1', openssl), image: other.reference }];
    expect(renderText({ ...sample, findings, images: [image, other] }, plain)).toContain(
      'in registry.example/acme/api:2',
    );
  });

  test('counts for each of several images what was found in it', () => {
    const other = { ...image, reference: 'registry.example/acme/api:2' };
    const findings = [{ ...vulnerability('CVE-2026-1', openssl), image: other.reference }];
    const text = renderText({ ...sample, findings, images: [image, other] }, { ...plain, quiet: true });
    expect(text).toMatch(/web:1\.4 .*· no findings\n.*api:2 .*· 1 finding \(/);
    // The verdict is on all of them: no line of one image may carry it.
    expect(text.split('\n').map((line) => /FAIL|PASS/.test(line))).toEqual([true, false, false, false]);
    expect(text).toMatch(/^.*2 images .*· 1 finding \(/);
  });

  test('names the newest fix by the order of the package’s type, or the order that it is given', () => {
    const findings = ['9.0', '10.0'].map((fixed, index) =>
      vulnerability(`CVE-2026-${index}`, openssl, { fixed }),
    );
    expect(renderText({ ...sample, findings }, plain)).toContain('Update openssl 3.0.11-1 to 10.0');
    const order = (_type: string, left: string, right: string): number => Number(right) - Number(left);
    expect(renderText({ ...sample, findings }, { ...plain, order })).toContain(
      'Update openssl 3.0.11-1 to 9.0',
    );
  });

  test('has colour only when asked, and never a line wider than the terminal', () => {
    expect(renderText(sample, plain)).not.toContain('\u001b');
    expect(renderText(sample, { ...plain, color: true })).toContain('\u001b[');
    for (const width of [60, 80, 120]) {
      const rows = renderText({ ...sample, waivers: [], warnings: [] }, { color: false, width }).split('\n');
      const wide = rows.filter((row) => [...row].length > width && !row.startsWith('Seaworthy'));
      expect(wide).toEqual([]);
    }
  });

  test('a scan has no verdict; without advisories it does not claim that nothing was found', () => {
    const { verdict: _, ...scan } = { ...clean, snapshot: { ...clean.snapshot, source: 'none' as const } };
    const text = renderText(scan, plain);
    expect(text).not.toContain('Merge');
    expect(text).toContain('Findings: not looked for');
    expect(text).toContain('without advisories');
  });

  test('obeys nothing that an image, advisory or waiver says', () => {
    const findings = hostile.map((text, index) => ({
      ...vulnerability(`${text}${index}`, openssl, { summary: text, installed: text, fixed: text }),
      subject: text,
      message: text,
      fix: text,
    }));
    const text = renderText(
      {
        ...sample,
        findings,
        warnings: hostile,
        images: [{ ...image, reference: hostile.join(''), refusals: [] }],
        grade: { sentence: hostile.join(' '), drops: [], because: [], withoutFix: 0 },
      },
      { ...plain, all: true },
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });
});

describe('the explanation of one finding', () => {
  test('is found by any of its ids and tells everything that is known', () => {
    const text = explainFinding(sample, 'dsa-1-1', plain);
    for (const part of [
      'CVE-2026-1111',
      '3.0.15-1',
      openssl.purl,
      '9.8',
      'known to be exploited',
      'severity: critical',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('names an id that is not there', () => {
    expect(() => explainFinding(sample, 'CVE-1', plain)).toThrow('no finding has the id CVE-1');
  });
});
