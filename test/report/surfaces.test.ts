import { describe, expect, test } from '@jest/globals';
import { annotate, workflowCommand } from '../../src/report/annotations.ts';
import { renderBadge } from '../../src/report/badge.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { fillMatrices, type PlacedRule } from '../../src/report/matrices/cells.ts';
import { renderMatricesMarkdown, renderMatricesText } from '../../src/report/matrices/rendering.ts';
import type { Outcome } from '../../src/terms/finding.ts';
import { hostile } from './hostile.ts';
import { clean, digestOf, openssl, sample, vulnerability } from './sample.ts';

describe('annotations', () => {
  test('are at most ten a level, worst first, and the rest is counted', () => {
    const findings = Array.from({ length: 14 }, (_, index) =>
      vulnerability(`CVE-2026-${index}`, openssl, {}, index === 13 ? {} : { severity: 'low' }),
    );
    const { shown, leftOut } = annotate({ ...sample, findings });
    expect(shown).toHaveLength(10);
    expect(shown[0]?.title).toBe('critical: CVE-2026-13 in openssl');
    expect(leftOut).toEqual({ error: 4, warning: 0, notice: 0 });
  });

  test('leave out what is waived', () => {
    expect(
      annotate(sample)
        .shown.map((item) => item.title)
        .join(),
    ).not.toContain('CVE-2026-3333');
  });

  test('are one command each, whatever they quote', () => {
    const findings = hostile.map((text, index) => ({
      ...vulnerability(`r${index}`, openssl),
      message: text,
      subject: text,
      where: { kind: 'file' as const, file: text, line: 3, field: text },
    }));
    const lines = annotate({ ...sample, findings }, 1_000).shown.map(workflowCommand);
    expect(lines).toHaveLength(hostile.length);
    for (const line of lines) {
      expect(line).toMatch(/^::error file=[^:,\r\n]*,line=3,title=[^:,\r\n]*::[^\r\n]*$/);
    }
  });

  test('stand on the Dockerfile’s line', () => {
    const where = {
      kind: 'layer' as const,
      path: 'x',
      layer: 0,
      digest: digestOf(10),
      dockerfile: { file: 'Dockerfile', line: 4 },
    };
    const { shown } = annotate({ ...sample, findings: [{ ...vulnerability('CVE-1', openssl), where }] });
    expect(shown[0]).toMatchObject({ file: 'Dockerfile', line: 4 });
  });
});

describe('JUnit', () => {
  test('fails for what blocks, skips what is waived, passes the rest', () => {
    const text = renderJunit(sample);
    expect(text).toContain('<testsuites name="seaworthy" tests="6" failures="4" errors="0" skipped="1">');
    expect(text).toContain('<failure type="fail" message="2 findings block: severity: critical.');
  });

  test('calls an incomplete verdict an error, so that no dashboard shows it green', () => {
    const verdict = { merge: 'incomplete' as const, certificate: 'fail' as const, reasons: [] };
    expect(renderJunit({ ...clean, verdict })).toMatch(/name="merge"><error type="incomplete"/);
  });

  test('stays balanced XML, whatever it quotes', () => {
    const findings = hostile.map((text) => ({
      ...vulnerability(text, openssl),
      subject: text,
      message: text,
    }));
    const text = renderJunit({ ...sample, findings });
    const tags = text.match(/<[^>]*>/g) ?? [];
    const open: string[] = [];
    for (const tag of tags.slice(1)) {
      const name = /^<\/?([\w-]+)/.exec(tag)?.[1] ?? tag;
      if (tag.startsWith('</')) expect(open.pop()).toBe(name);
      else if (!tag.endsWith('/>')) open.push(name);
    }
    expect(open).toEqual([]);
    expect(text.match(/<testcase /g)).toHaveLength(hostile.length + 2);
  });
});

describe('the badge', () => {
  test('shows the letter with its next drop, and an image without a grade in grey', () => {
    expect(JSON.parse(renderBadge(sample)).message).toBe('C, D from 2026-12-14');
    const { grade: _, ...none } = sample;
    expect(JSON.parse(renderBadge(none))).toMatchObject({ message: 'not gradable', color: 'lightgrey' });
  });
});

describe('the two matrices', () => {
  const finding = vulnerability('a/fails', openssl);
  const rule = (
    name: string,
    layer: PlacedRule['place']['layer'],
    outcomes: readonly Outcome[],
  ): PlacedRule => ({
    rule: name,
    place: { level: 'container', control: 'hardened configuration', layer },
    outcomes,
  });
  const pass: Outcome = { kind: 'pass', rule: 'a/passes', subject: 's' };
  const fail: Outcome = { kind: 'fail', rule: 'a/fails', subject: 's', finding };
  const unknown: Outcome = { kind: 'unknown', rule: 'a/blind', subject: 's', path: 'spec.x', dependsOn: [] };
  const idle: Outcome = {
    kind: 'not-applicable',
    rule: 'a/idle',
    subject: 's',
    reason: 'no volume is mounted',
  };

  test.each([
    ['all passed', [pass], 'pass'],
    ['something was not seen', [pass, unknown], 'unknown'],
    ['something failed', [pass, unknown, fail], 'fail'],
    ['nothing applied', [idle], 'not-covered'],
    ['no subject was found', [], 'not-covered'],
  ] as const)('a cell in which %s', (_name, outcomes, state) => {
    const { layers } = fillMatrices([rule('a/x', 6, outcomes)]);
    expect(layers[5]?.cell.state).toBe(state);
  });

  test('a rule that passes on many subjects is one rule', () => {
    const { layers } = fillMatrices([rule('a/x', 6, [pass, pass, pass]), rule('a/y', 6, [idle])]);
    expect(layers[5]?.cell).toEqual({ state: 'pass', rules: 2, passed: 1 });
  });

  test('no cell is empty without its reason', () => {
    const { levels, layers } = fillMatrices([rule('a/x', 8, [idle]), rule('a/y', 7, [unknown])]);
    const cells = [
      ...levels.flatMap((row) => row.cells.map((item) => item.cell)),
      ...layers.map((row) => row.cell),
    ];
    expect(cells).toHaveLength(25);
    for (const cell of cells) if ('reason' in cell) expect(cell.reason).not.toBe('');
    expect(layers[7]?.cell).toEqual({ state: 'not-covered', reason: 'no volume is mounted' });
    expect(layers[9]?.cell).toEqual({ state: 'not-covered', reason: 'no rule looks at federation' });
  });

  test('show every cell at a terminal and in Markdown', () => {
    const matrices = fillMatrices([rule('a/x', 6, [pass]), rule('a/y', 7, [fail])]);
    const text = renderMatricesText(matrices, 100);
    expect(text).toMatch(/container\n.*\n {2}hardened configuration {2}FAIL +a\/fails/);
    expect(text.match(/not covered|pass {2}|FAIL|UNKNOWN/g)).toHaveLength(25);
    const markdown = renderMatricesMarkdown(matrices);
    expect(markdown).toMatch(/\| \*\*container\*\* \| ➖ not covered \| ❌ fail \|/);
    expect(markdown).toContain('| 6 orchestration | ✅ pass | 1 of 1 rule passed |');
  });
});
