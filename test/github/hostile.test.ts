// What an image or an advisory says stays text on every surface of GitHub: nothing is run, linked, drawn or called.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { renderComplaints } from '../../src/action/doctor-mode.ts';
import { announceVerdict } from '../../src/action/outputs.ts';
import { joinParts, readParts } from '../../src/github/comment-parts.ts';
import { publishVerdict, surfaces } from '../../src/github/publish.ts';
import { renderComment, renderMarkdown } from '../../src/report/markdown/summary.ts';
import { renderText } from '../../src/report/text/report.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { manyHostile, quoting, quotingAll } from './hostile-results.ts';
import { apiOf, target } from './publishing.ts';
import { runnerCommands } from './runner-commands.ts';

const ours = /<\/?(?:details|summary|sub)>|<details open>|<!-- (?:seaworthy|part|end of part)[^>]*-->/g;

/** Held to its own form below. */
const picture = /^```mermaid\n[\s\S]*?^```$/gm;

/** What is left of Markdown when code spans, our own marks, pictures and escapes are away. */
function bare(markdown: string): string {
  return markdown
    .replaceAll(picture, '')
    .replaceAll(ours, '')
    .replaceAll(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replaceAll(/\\[!-/:-@[-`{-~]/g, '');
}

/** A reader's text: escapes taken back, code spans away. */
function shown(markdown: string): string {
  return markdown
    .replaceAll(ours, '')
    .replaceAll(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

const calls = /@\w|(?<![\w&])#\d|\bGH-\d|https?:\/\/|ftp:\/\/|www\.|mailto:|xmpp:/i;
const skeleton = (markdown: string): readonly string[] =>
  markdown.split('\n').map((line) => /^(?:#+ |\| |> |- |\d+\. |<\/?\w+>|\*\*|)/.exec(line)?.[0] ?? '');

test('there are more than five hundred', () => {
  expect(manyHostile.length).toBeGreaterThanOrEqual(500);
});

describe.each([
  ['the check and the summary', renderMarkdown],
  [
    'the comment',
    (result: Parameters<typeof renderComment>[0]) =>
      joinParts(
        'seaworthy / gate',
        [{ name: 'leg', sha: 'c'.repeat(40), text: renderComment(result) }],
        65_536,
      ),
  ],
])('%s', (_name, render) => {
  test('have no HTML, link or image that is not ours', () => {
    const broken = manyHostile.filter((text) => /<(?!sub>)|\]\(|\]\[|!\[/.test(bare(render(quoting(text)))));
    expect(broken).toEqual([]);
  });

  test('call nobody and lead nowhere', () => {
    expect(manyHostile.filter((text) => calls.test(shown(render(quoting(text)))))).toEqual([]);
  });

  test('keep their shape', () => {
    const plain = skeleton(render(quoting('harmless')));
    const broken = manyHostile.filter(
      (text) => skeleton(render(quoting(text))).join('\n') !== plain.join('\n'),
    );
    expect(broken).toEqual([]);
  });
});

test('the doctor’s summary is text, whatever a ruleset or job is called', () => {
  const broken = manyHostile.filter((text) => {
    const told = renderComplaints([{ kind: 'bypass', where: text, message: text, fix: text }]);
    return /<|\]\(|\]\[|!\[/.test(bare(told)) || calls.test(shown(told)) || told.split('\n').length !== 6;
  });
  expect(broken).toEqual([]);
});

test('a picture of the network has no line but nodes, links and our own style', () => {
  const line =
    /^(?:flowchart LR| {2}n\d+\["[\w ./,:#;-]*"\]| {2}n\d+ -->\|"[\w ./,:#;-]*"\| n\d+| {2}linkStyle 0 stroke:#d1242f,stroke-width:3px)$/;
  const broken = manyHostile.filter((text) => {
    const block = /^```mermaid\n([\s\S]*?)^```$/m.exec(renderComment(quoting(text)))?.[1] ?? '';
    const lines = block.trimEnd().split('\n');
    return lines.length !== 5 || !lines.every((one) => line.test(one));
  });
  expect(broken).toEqual([]);
});

test('the parts of a comment are those that we wrote', () => {
  const broken = manyHostile.filter((text) => {
    const part = { name: 'leg', sha: 'c'.repeat(40), text: renderComment(quoting(text)).trimEnd() };
    return readParts(joinParts('key', [part], 65_536)).length !== 1;
  });
  expect(broken).toEqual([]);
});

test('the log of the command line commands the runner nothing', () => {
  const broken = manyHostile.filter(
    (text) => runnerCommands(renderText(quoting(text), { color: false, width: 80, all: true })).length > 0,
  );
  expect(broken).toEqual([]);
});

describe('the Action', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-hostile-'));
  const before = { ...process.env };
  const write = process.stdout.write;
  beforeAll(() => {
    for (const name of ['OUTPUT', 'STEP_SUMMARY']) {
      process.env[`GITHUB_${name}`] = join(folder, name);
      writeFileSync(join(folder, name), '');
    }
  });
  afterAll(() => {
    process.env = before;
    process.exitCode = 0;
  });

  test('says to the runner nothing but errors, warnings and notices, with no property that is not ours', async () => {
    for (const text of manyHostile) {
      let log = '';
      process.stdout.write = ((chunk: string) => {
        log += chunk;
        return true;
      }) as typeof process.stdout.write;
      try {
        await announceVerdict(quoting(text), folder);
      } finally {
        process.stdout.write = write;
      }
      const commands = runnerCommands(log);
      expect(commands.filter(({ name }) => !['error', 'warning', 'notice'].includes(name))).toEqual([]);
      expect(
        commands
          .flatMap(({ properties }) => [...properties.keys()])
          .filter((key) => !['title', 'file', 'line'].includes(key)),
      ).toEqual([]);
      // Two findings, and the verdict's own line.
      expect(commands.length).toBe(3);
    }
    const names = [...readFileSync(join(folder, 'OUTPUT'), 'utf8').matchAll(/^(.*)<<ghadelimiter_/gm)].map(
      (one) => one[1],
    );
    expect(new Set(names)).toEqual(
      new Set([
        'verdict',
        'certificate',
        'grade',
        'digest',
        'counts',
        'report',
        'report-digest',
        'sarif',
        'summary',
        'sbom',
        'passed',
      ]),
    );
  });
});

describe('GitHub', () => {
  let server: GitHubServer;
  beforeAll(async () => {
    server = await startGitHub();
  });
  afterEach(() => server.reset());
  afterAll(() => server.stop());

  test('accepts every one of them, and annotations name no place above the repository', async () => {
    // Twenty in a run: their annotations fill one call, and every string goes through every surface.
    for (let at = 0; at < manyHostile.length; at += 20) {
      const texts = manyHostile.slice(at, at + 20);
      server.reset();
      await publishVerdict(apiOf(server), quotingAll(texts), target, surfaces);
      expect(server.complaints()).toEqual([]);
      const annotations = server.state.checks.flatMap((check) => check.annotations);
      expect(annotations).toHaveLength(2 * texts.length);
      for (const { path } of annotations) expect(path).toMatch(/^(?!\/)[^\r\n]+$/);
    }
  });
});
