import { describe, expect, test } from '@jest/globals';
import { csvLine, forCsv } from '../../src/report/encoders/csv.ts';
import { forMarkdown, forMarkdownCode } from '../../src/report/encoders/markdown.ts';
import { forHtml, forXml } from '../../src/report/encoders/markup.ts';
import { forSarif } from '../../src/report/encoders/sarif.ts';
import { forTerminal } from '../../src/report/encoders/terminal.ts';
import {
  forCommandData,
  forCommandLines,
  forCommandProperty,
} from '../../src/report/encoders/workflow-command.ts';
import { hostile } from './hostile.ts';

const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** A Markdown special that nothing disarms: no backslash before it, no entity. */
const bareSpecial = /(?<!\\)(?:\\\\)*[`*_[\]<>|#~$!]|&(?!(?:amp|lt|gt|quot);)/;
/** Text with the escapes taken back, as a reader sees it. */
const shown = (markdown: string): string =>
  markdown.replaceAll('&#124;', '|').replace(/\\([!-/:-@[-`{-~])/g, '$1');

function offenders(broken: (text: string) => boolean): readonly string[] {
  return hostile.filter(broken);
}

describe('untrusted text stays text', () => {
  test('there are more than a hundred different hostile strings', () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(100);
  });

  test('on a terminal no control, no reordering, no second line', () => {
    expect(offenders((text) => controls.test(forTerminal(text)))).toEqual([]);
    expect(offenders((text) => !forTerminal(text).isWellFormed())).toEqual([]);
    expect(forTerminal('a\u001b[2Jb\u202e')).toBe('a\\u{1b}[2Jb\\u{202e}');
  });

  test('in a runner’s log no line and no word starts a workflow command', () => {
    expect(offenders((text) => /(?:^|\s)::|##\[/.test(forTerminal(text)))).toEqual([]);
    expect(forTerminal('std::string')).toBe('std::string');
  });

  test('in Markdown no block, link, HTML, table cell or emphasis', () => {
    expect(offenders((text) => bareSpecial.test(forMarkdown(text).replaceAll('&#124;', '')))).toEqual([]);
    expect(offenders((text) => /^(?:\s|[-+=>]|\d+[.)](?:\s|$))/.test(forMarkdown(text)))).toEqual([]);
    expect(offenders((text) => controls.test(forMarkdown(text)))).toEqual([]);
  });

  test('on GitHub no mention, issue, commit, address, emoji or formula in the rendered text', () => {
    const calls =
      /@\w|#\d|\bGH-\d|https?:\/\/|ftp:\/\/|www\.|\b[0-9a-f]{7,40}\b|:[a-z0-9_+-]+:|\$[^\u2060]|mailto:|xmpp:/i;
    expect(offenders((text) => calls.test(shown(forMarkdown(text))))).toEqual([]);
  });

  test('a Markdown code span holds everything and breaks no table', () => {
    for (const text of hostile) {
      const span = forMarkdownCode(text);
      const fence = /^`+/.exec(span)?.[0] ?? '';
      const inside = span.slice(fence.length, -fence.length);
      expect(span.endsWith(fence)).toBe(true);
      expect(inside.match(/`+/g) ?? []).not.toContain(fence);
      expect(inside).not.toMatch(/[|\n]|^`|[`\\]$/);
    }
    expect(forMarkdownCode('pkg:npm/lodash')).toBe('`pkg:npm/lodash`');
  });

  test('a workflow command’s message and properties end where they should', () => {
    expect(offenders((text) => /[\r\n]|%(?!25)/.test(forCommandData(text)))).toEqual([]);
    expect(offenders((text) => /[:,\r\n]|%(?!25|3A|2C)/.test(forCommandProperty(text)))).toEqual([]);
    expect(forCommandLines(['a%0A', 'b'])).toBe('a%250A%0Ab');
  });

  test('a SARIF message has no link and no placeholder', () => {
    expect(offenders((text) => /(?<!\\)(?:\\\\)*[[\]]/.test(forSarif(text)))).toEqual([]);
    expect(offenders((text) => /(?<!\{)(?:\{\{)*\{(?!\{)/.test(forSarif(text)))).toEqual([]);
    expect([...forSarif('x'.repeat(50), 10)]).toHaveLength(10);
  });

  test('XML and HTML stay well-formed', () => {
    const bare = /[<>"']|&(?!(?:amp|lt|gt|quot|#39|#96|#61);)/;
    expect(offenders((text) => bare.test(forXml(text)) || controls.test(forXml(text)))).toEqual([]);
    expect(offenders((text) => bare.test(forHtml(text)) || /[`=]/.test(forHtml(text)))).toEqual([]);
  });

  test('a spreadsheet runs nothing', () => {
    expect(offenders((text) => /^"\s*[=+\-@|%]/.test(forCsv(text)))).toEqual([]);
    expect(offenders((text) => !/^"(?:[^"]|"")*"$/.test(forCsv(text)))).toEqual([]);
    expect(csvLine(['a', '=1', 'b"c'])).toBe('"a","\'=1","b""c"\r\n');
  });
});
