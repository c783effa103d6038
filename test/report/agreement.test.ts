import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown/summary.ts';
import { renderSarif } from '../../src/report/sarif/log.ts';
import { renderText } from '../../src/report/text/report.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { type ReadBack, readJunit, readMarkdown, readSarif, readText } from './reading-back.ts';
import { sample, someResult } from './sample.ts';

/** Straight from the result, by other code than the renderings use. */
function expected(result: Result): ReadBack {
  const shown = result.findings.filter((finding) => finding.treatment !== 'off');
  return {
    merge: result.verdict?.merge ?? '',
    certificate: result.verdict?.certificate ?? '',
    grade: result.grade?.letter ?? 'not gradable',
    blocking: shown.filter((finding) => finding.blocksMerge || finding.treatment === 'block').length,
    waived: shown.filter((finding) => finding.treatment === 'waived').length,
    rules: shown.map((finding) => finding.rule).sort(),
  };
}

describe('every rendering tells the same verdict, grade, counts and ids', () => {
  test.each([
    ['SARIF', (result: Result) => readSarif(renderSarif(result))],
    ['Markdown', (result: Result) => readMarkdown(renderMarkdown(result))],
    ['JUnit', (result: Result) => readJunit(renderJunit(result))],
    ['text', (result: Result) => readText(renderText(result, { color: false, width: 100, all: true }))],
  ])('%s', (_name, read) => {
    expect(read(sample)).toEqual(expected(sample));
    fc.assert(fc.property(someResult, (result) => expect(read(result)).toEqual(expected(result))));
  });
});
