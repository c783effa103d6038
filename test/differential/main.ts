// Compares findings with OSV-Scanner's on the same images and data, on demand, and writes docs/differential.md.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianImage } from '../e2e/debian-image.ts';
import { act } from '../tools/act.ts';
import { osvScanner } from '../tools/osv-scanner.ts';
import { run, toolPath } from '../tools/tool.ts';
import { languageImage } from './language-image.ts';
import { type TheirLine, theirLines } from './osv-scanner-report.ts';
import { type OurLine, ourLines } from './our-report.ts';

interface Case {
  readonly title: string;
  readonly layout: string;
  /** `YYYY-MM-DD`, for us: OSV-Scanner knows no such thing. */
  readonly asOf: string;
}

const isSame = (ours: OurLine, theirs: TheirLine): boolean =>
  ours.ecosystem === theirs.ecosystem &&
  ours.name.toLowerCase() === theirs.name.toLowerCase() &&
  [...ours.ids].some((id) => theirs.ids.has(id));

function reasonOf(line: TheirLine, asOf: string): string {
  return line.published.slice(0, 10) > asOf ? `published after ${asOf}` : 'not explained';
}

function compare({ title, layout, asOf }: Case, folder: string): readonly string[] {
  mkdirSync(folder);
  const archive = join(folder, 'image.tar');
  const target = `docker-archive:${archive}:a/b:1`;
  run('skopeo', ['copy', '-q', '--insecure-policy', `oci:${layout}:latest`, target]);
  const [ours, theirs] = [ourLines(`docker-archive:${archive}`, asOf, folder), theirLines(archive, folder)];
  const rows = new Set([
    ...theirs
      .filter((line) => !ours.some((one) => isSame(one, line)))
      .map((line) => `| ${line.id} | ${line.ecosystem} ${line.name} | theirs | ${reasonOf(line, asOf)} |`),
    ...ours
      .filter((one) => !theirs.some((line) => isSame(one, line)))
      .map((one) => `| ${one.id} | ${one.ecosystem} ${one.name} | ours | not explained |`),
  ]);
  const ecosystems = [...new Set([...ours, ...theirs].map(({ ecosystem }) => ecosystem))].sort();
  const counts = ecosystems.map((one) => {
    const mine = ours.filter(({ ecosystem }) => ecosystem === one);
    const other = theirs.filter(({ ecosystem }) => ecosystem === one);
    const both = mine.filter((line) => other.some((their) => isSame(line, their)));
    return `| ${one} | ${mine.length} | ${other.length} | ${both.length} |`;
  });
  console.log(
    `differential: ${title}: ours ${ours.length}, theirs ${theirs.length} lines, differences ${rows.size}`,
  );
  const differences =
    rows.size === 0
      ? ['No difference.']
      : ['| id | package | only in | why |', '|---|---|---|---|', ...[...rows].sort()];
  return [
    `## ${title}, as of ${asOf}`,
    '',
    ...[
      '| ecosystem | our findings | lines of OSV-Scanner | our findings that it has too |',
      '|---|---|---|---|',
    ],
    ...counts,
    '',
    ...differences,
    '',
  ];
}

const missing = [osvScanner, act].filter((tool) => !existsSync(toolPath(tool))).map(({ name }) => name);
if (missing.length > 0) throw new Error(`node test/tools/main.ts ${missing.join(' ')} makes what is missing`);
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-differential-'));
try {
  const languages = languageImage(folder);
  const cases: readonly Case[] = [
    {
      title: 'The Debian 12 image of the end-to-end tests',
      layout: debianImage('main').layout,
      asOf: '2026-11-25',
    },
    { title: 'The same with packages of npm, PyPI and Go', layout: languages, asOf: '2026-11-25' },
    { title: 'The same again, some months before', layout: languages, asOf: '2026-06-30' },
  ];
  const text = [
    '# Findings beside OSV-Scanner',
    '',
    `Written by \`npm run differential\`: the same images, the same offline data, OSV-Scanner ${osvScanner.version}.`,
    'We count one finding for a vulnerability and a source package; OSV-Scanner writes a line for each record, and of',
    'Debian for each binary package. Lines and findings are held together by every name that they give the vulnerability.',
    '',
    ...cases.flatMap((one, at) => compare(one, join(folder, `${at}`))),
  ].join('\n');
  writeFileSync('docs/differential.md', text);
} finally {
  rmSync(folder, { recursive: true });
}
