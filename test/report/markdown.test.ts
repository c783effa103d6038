import { describe, expect, test } from '@jest/globals';
import { renderComment, renderMarkdown } from '../../src/report/markdown/summary.ts';
import { hostile } from './hostile.ts';
import { readMarkdown } from './reading-back.ts';
import { clean, openssl, sample, vulnerability } from './sample.ts';

const many = Array.from({ length: 6_000 }, (_, index) =>
  vulnerability(`CVE-2026-${index}`, openssl, { summary: 'long '.repeat(60) }),
);
const bytes = (text: string): number => Buffer.byteLength(text);

describe('the report in Markdown', () => {
  test('starts with the verdict, then grade, drops, first steps and the table', () => {
    const text = renderMarkdown(sample);
    const order = [
      '## Seaworthy: fail',
      '**merge: fail**',
      '**Grade C**',
      '2026-12-14',
      'What to do first',
      '| Id |',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('**known exploited**');
  });

  test('says that all is well in a few lines', () => {
    const text = renderMarkdown(clean);
    expect(text).toContain('✅ **merge: pass**');
    expect(text).toContain('No findings.');
    expect(text).not.toContain('| Id |');
  });

  test('a summary stays under 1 MiB, folds, counts what is left out and keeps the verdict', () => {
    const text = renderMarkdown({ ...sample, findings: many });
    expect(bytes(text)).toBeLessThanOrEqual(1024 * 1024);
    const left = Number(/… and (\d+) findings more/.exec(text)?.[1]);
    expect(left + readMarkdown(text).rules.length).toBe(many.length);
    expect(text).toContain('<details><summary>6000 findings by package</summary>');
    expect(readMarkdown(text)).toMatchObject({ merge: 'fail', certificate: 'fail', grade: 'C' });
  });

  test('a comment stays under 65,536 characters, whatever is long', () => {
    const long = 'x '.repeat(40_000);
    const reasons = [{ question: 'both' as const, judgement: 'fail' as const, message: long, fix: long }];
    const text = renderComment({
      ...sample,
      findings: many,
      warnings: Array.from({ length: 500 }, () => long),
      verdict: { merge: 'fail', certificate: 'fail', reasons },
    });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain('**merge: fail**');
    expect(renderComment({ ...sample, findings: many.slice(0, 50) })).toContain('… and 30 findings more');
  });

  test('has no table row, heading, tag or mention that an image or advisory brought', () => {
    const findings = hostile.map((text, index) => ({
      ...vulnerability(`CVE-2026-${index}`, openssl, { summary: text, installed: text, fixed: text }),
      subject: text,
      waiver: { reason: text, owner: text, expires: text },
    }));
    const waivers = hostile.map((text) => ({
      rule: text,
      subject: text,
      reason: text,
      owner: text,
      expires: '2026-12-24',
      uses: 1,
    }));
    const text = renderMarkdown({ ...sample, findings, waivers, warnings: hostile });
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('CVE-2026-'));
    expect(rows).toHaveLength(findings.length);
    expect(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 9)).toEqual([]);
    const outside = text.replace(/(?<!\\)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(outside.match(/<(?!\/?(?:details|summary|sub)>)/g)).toBeNull();
    expect(outside.match(/@\w|(?<!\\)\[|https?:\/\//g)).toBeNull();
    expect(text.match(/^#+ /gm)).toEqual(['## ']);
  });
});
