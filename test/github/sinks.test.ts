// Every place where a result is written × every hostile string: what a reader's program sees is the same as for a harmless one.
import { describe, expect, test } from '@jest/globals';
import { checkTitle } from '../../src/github/check-run.ts';
import { annotate, workflowCommand } from '../../src/report/annotations.ts';
import { renderBadge } from '../../src/report/badge.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown/summary.ts';
import { renderOpenVex } from '../../src/report/openvex.ts';
import { diffFormats, reachFormats } from '../../src/report/reach/answer.ts';
import { renderChangesCsv, renderChangesText } from '../../src/report/reach/changes.ts';
import { renderReachDot } from '../../src/report/reach/dot.ts';
import type { Graph } from '../../src/report/reach/graph.ts';
import { renderReachMermaid } from '../../src/report/reach/mermaid.ts';
import { renderReachSvg } from '../../src/report/reach/svg.ts';
import { renderJson } from '../../src/report/result-json.ts';
import { parseResult } from '../../src/report/result-reading.ts';
import { renderSarif } from '../../src/report/sarif/log.ts';
import { renderStackMarkdown } from '../../src/report/stack/markdown.ts';
import { renderStackText } from '../../src/report/stack/text.ts';
import { renderText } from '../../src/report/text/report.ts';
import { formats } from '../../src/run/render.ts';
import { renderCycloneDx } from '../../src/sbom/cyclonedx.ts';
import { renderSpdx } from '../../src/sbom/spdx.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { image } from '../report/sample.ts';
import { manyHostile, quoting } from './hostile-results.ts';
import { runnerCommands } from './runner-commands.ts';

const style = { color: false, width: 100, all: true } as const;
const made = { timestamp: '2026-10-22T00:00:00Z', tool: { name: 'seaworthy', version: '0' } } as const;

const graphOf = (text: string): Graph => ({
  folded: false,
  nodes: [text, 'db'],
  edges: [{ from: text, to: 'db', label: text, kind: 'allowed' }],
});
const changeOf = (text: string) =>
  [
    { kind: 'opened', source: text, destination: text, before: text, after: text, gained: text, lost: text },
  ] as const;
const billOf = (text: string) => ({
  ...image,
  reference: text,
  packages: image.packages.map((one) => ({ ...one, name: text, version: text, path: text })),
});

/** Lines without what may differ: the shape that a program goes by. */
const lines = (text: string): number => text.split('\n').length;
const json = (text: string): string =>
  JSON.stringify(JSON.parse(text), (_, value: unknown) => (typeof value === 'string' ? '' : value));
/** Elements and attributes in their order, texts away; unbalanced or strange ones show. */
const xml = (text: string): string =>
  (text.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""')).join('\n');
const pictureTags = (text: string): string => {
  const names = [...text.matchAll(/<\/?([\w:!?-]+)/g)].map(([, name = '']) => name);
  return [...new Set(names)].sort().join(' ');
};
const safeLog = (text: string): string =>
  `${runnerCommands(text).length} ${/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text)}`;
/** Cells as a spreadsheet takes them; one that it would calculate shows. */
const csv = (text: string): string => {
  const cells = text.match(/"(?:[^"]|"")*"|[^,\r\n"]+/g) ?? [];
  return `${cells.length} ${cells.filter((cell) => /^"?\s*[=+\-@|%]/.test(cell)).length}`;
};
/** Quoted ids with everything in them away. */
const dot = (text: string): string => text.replaceAll(/"(?:\\[\s\S]|[^"\\])*"/g, '""');
const mermaid = (text: string): string =>
  text.replaceAll(/"[\w ./,:#;-]*"/g, '""').replaceAll(/%%.*/g, 'comment');
const sarif = (text: string): string => {
  const messages: string[] = [];
  const links: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') messages.push(value);
    if (/uri$/i.test(key) && typeof value === 'string' && /^(?:javascript|data|vbscript):/i.test(value))
      links.push(value);
    return value;
  });
  const loose = messages.filter(
    (one) => /(?<!\\)(?:\\\\)*\[[^\]]*(?<!\\)(?:\\\\)*\]\(/.test(one) || /(?<!\{)(?:\{\{)*\{\d+\}/.test(one),
  );
  return `${loose.join()} ${links.join()}`;
};

interface Sink {
  readonly name: string;
  readonly write: (text: string) => string;
  /** What must be the same for every string. */
  readonly seen: (written: string) => string | number;
}

const sinks: readonly Sink[] = [
  { name: 'markdown', write: (text) => renderMarkdown(quoting(text)), seen: lines },
  {
    name: 'markdown of a stack',
    write: (text) => renderStackMarkdown({ ...quoting(text), gate: 'stack' }),
    seen: lines,
  },
  { name: 'text', write: (text) => renderText(quoting(text), style), seen: safeLog },
  {
    name: 'text of a stack',
    write: (text) => renderStackText({ ...quoting(text), gate: 'stack' }, style),
    seen: safeLog,
  },
  { name: 'json', write: (text) => renderJson(quoting(text)), seen: json },
  { name: 'sarif', write: (text) => renderSarif(quoting(text)), seen: sarif },
  { name: 'junit', write: (text) => renderJunit(quoting(text)), seen: xml },
  { name: 'openvex', write: (text) => renderOpenVex(quoting(text)), seen: json },
  {
    name: 'cyclonedx',
    write: (text) => renderCycloneDx(billOf(text), { ...made, findings: quoting(text).findings }),
    seen: (text) => typeof JSON.parse(text),
  },
  { name: 'spdx', write: (text) => renderSpdx(billOf(text), made), seen: (text) => typeof JSON.parse(text) },
  { name: 'badge', write: (text) => renderBadge(quoting(text)), seen: json },
  { name: 'status', write: (text) => checkTitle(quoting(text)), seen: (text) => text },
  {
    name: 'annotation',
    write: (text) => JSON.stringify(annotate(quoting(text)).shown.map(({ level, line }) => [level, line])),
    seen: (text) => text,
  },
  {
    name: 'workflow command',
    write: (text) => annotate(quoting(text)).shown.map(workflowCommand).join('\n'),
    seen: (text) =>
      runnerCommands(text)
        .map(({ name, properties }) =>
          [name, ...[...properties.keys()].filter((key) => !['file', 'line'].includes(key))].join(),
        )
        .join('\n'),
  },
  { name: 'reach dot', write: (text) => renderReachDot(graphOf(text)), seen: dot },
  { name: 'reach mermaid', write: (text) => renderReachMermaid(graphOf(text)), seen: mermaid },
  { name: 'reach svg', write: (text) => renderReachSvg(graphOf(text)), seen: pictureTags },
  { name: 'reach csv', write: (text) => renderChangesCsv(changeOf(text)), seen: csv },
  {
    name: 'reach text',
    write: (text) => renderChangesText(changeOf(text)),
    seen: (text) => `${lines(text)} ${safeLog(text)}`,
  },
];

test.each(sinks)('$name', ({ write, seen }) => {
  const expected = seen(write('harmless'));
  const broken = manyHostile.filter((text) => {
    try {
      return seen(write(text)) !== expected;
    } catch {
      return true;
    }
  });
  expect(broken).toEqual([]);
});

describe('no place is forgotten:', () => {
  const names = new Set(sinks.map(({ name }) => name));
  test('every format of a result', () => {
    expect(formats.filter((format) => !names.has(format))).toEqual([]);
  });
  test('every format of reach; JSON is written by the runtime', () => {
    const all = [...new Set<string>([...reachFormats, ...diffFormats])].filter(
      (one) => one !== 'json' && one !== 'markdown',
    );
    expect(all.filter((format) => !names.has(`reach ${format}`))).toEqual([]);
  });
});

test('a result that was written is read back to the letter', () => {
  for (const text of manyHostile) {
    const written = renderJson(quoting(text));
    expect(parseResult(written, 'x.json')).toEqual(JSON.parse(written));
  }
});

test('an advisory may be called what it likes', () => {
  const named = (text: string): Result => {
    const { findings, ...rest } = quoting('harmless');
    return { ...rest, findings: findings.map((one, at) => ({ ...one, rule: `${text}${at}` })) };
  };
  const expected = sarif(renderSarif(named('harmless')));
  for (const text of manyHostile) {
    expect(sarif(renderSarif(named(text)))).toBe(expected);
    expect(xml(renderJunit(named(text)))).toBe(xml(renderJunit(named('harmless'))));
    expect(runnerCommands(renderText(named(text), style))).toEqual([]);
  }
});
