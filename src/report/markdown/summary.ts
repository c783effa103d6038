// A result in GitHub Flavored Markdown: the job summary, and the short form for a comment.
import { shortDigest } from '../../terms/digest.ts';
import type { Result } from '../../terms/verdict.ts';
import { amount } from '../counts.ts';
import { forMarkdown, forMarkdownCode } from '../encoders/markdown.ts';
import { groupFindings, type VersionOrder } from '../groups.ts';
import { imageTitle } from '../images.ts';
import { dataLine } from '../text/heading.ts';
import { tableHead, tableRows } from './findings.ts';
import { type ReachRoom, reachBlock } from './reach.ts';
import { countLine, gradeBlock, ownersBlock, stepsBlock, verdictBlock } from './verdict.ts';

export interface MarkdownOptions {
  /** How to order versions of a purl type, for «update to»; by the type's own order if not given. */
  readonly order?: VersionOrder;
  /** Bytes of UTF-8; GitHub drops a summary above 1 MiB whole. */
  readonly byteLimit?: number;
}

/** The job summary: everything, the table folded when it is long, cut before the limit with a count. */
export function renderMarkdown(result: Result, options: MarkdownOptions = {}): string {
  return render(result, options, {
    bytes: options.byteLimit ?? 1024 * 1024 - 4096,
    steps: 5,
    rows: Infinity,
    reach: { rows: 200, picture: 40_000 },
  });
}

/** The same with the first rows only, at most 65,536 characters (a comment's limit). */
export function renderComment(result: Result, options: MarkdownOptions = {}): string {
  return render(result, options, {
    bytes: Math.min(options.byteLimit ?? 60_000, 60_000),
    steps: 3,
    rows: 20,
    reach: { rows: 20, picture: 12_000 },
  });
}

interface Room {
  readonly bytes: number;
  readonly steps: number;
  readonly rows: number;
  readonly reach: ReachRoom;
}

function render(result: Result, options: MarkdownOptions, room: Room): string {
  const groups = groupFindings(result.findings, options.order);
  const rows = tableRows(groups, room.rows, result.images.length > 1);
  const head = blocks([
    [`## Seaworthy: ${headline(result)}`],
    verdictBlock(result),
    gradeBlock(result),
    stepsBlock(result, groups, room.steps),
    ownersBlock(result),
    [countLine(result)],
  ]);
  const foot = blocks([noticeBlock(result), subjectBlock(result)]);
  const fitting = fitHead(head, room.bytes - size(foot) - 1_000);
  const left = room.bytes - size(fitting) - size(foot) - 1_000;
  const reach = fitReach(result, room.reach, left / 2);
  const kept = keepRows(rows, left - size(reach));
  const total = groups.reduce((sum, group) => sum + group.findings.length, 0);
  const hidden = total - kept.length;
  return `${blocks([[fitting], tableBlock(kept, hidden), [reach], [foot]])}\n`;
}

function headline(result: Result): string {
  const { verdict } = result;
  if (verdict === undefined) return 'scan';
  const { merge, certificate } = verdict;
  return merge === certificate ? merge : `merge ${merge}, certificate ${certificate}`;
}

function tableBlock(rows: readonly string[], hidden: number): readonly string[] {
  if (rows.length === 0) return hidden === 0 ? [] : [`${amount(hidden, 'finding')} not shown here.`];
  const more =
    hidden > 0 ? ['', `… and ${amount(hidden, 'finding')} more: the result JSON and SARIF have all.`] : [];
  const table = [...tableHead, ...rows, ...more];
  if (rows.length <= 10) return table;
  return [
    `<details><summary>${amount(rows.length + hidden, 'finding')} by package</summary>`,
    '',
    ...table,
    '',
    '</details>',
  ];
}

function noticeBlock(result: Result): readonly string[] {
  const honoured = result.waivers.filter((waiver) => waiver.uses > 0);
  const waived = honoured
    .slice(0, 50)
    .map(
      (waiver) =>
        `- 🕊️ ${forMarkdownCode(waiver.rule)} in ${forMarkdownCode(waiver.subject)} is waived until ${forMarkdown(waiver.expires)} by ${forMarkdown(waiver.owner)}: ${forMarkdown(waiver.reason.slice(0, 300))}`,
    );
  const warnings = result.warnings.slice(0, 50).map((warning) => `- ⚠️ ${forMarkdown(warning.slice(0, 500))}`);
  const more = Math.max(0, honoured.length - 50) + Math.max(0, result.warnings.length - 50);
  return [...waived, ...warnings, ...(more > 0 ? [`- … and ${more} more`] : [])];
}

function subjectBlock(result: Result): readonly string[] {
  const images = result.images.slice(0, 50).map((image) => {
    const facts = `grade ${image.grade.letter ?? 'not given'} · ${amount(image.packages.length, 'package')}`;
    const refused = image.refusals
      .slice(0, 5)
      .map((item) => ` · ⛔ not read: ${forMarkdown(item.message.slice(0, 300))}`);
    return `- ${forMarkdownCode(imageTitle(image))} \`${shortDigest(image.digest)}\` · ${facts}${refused.join('')}`;
  });
  const stack =
    result.stack === undefined
      ? []
      : [
          `- stack ${forMarkdownCode(result.stack.source)} · ${amount(result.stack.resources, 'resource')}, ${result.stack.coverage.percent} % seen`,
        ];
  const more =
    result.images.length > 50 ? [`- … and ${amount(result.images.length - 50, 'image')} more`] : [];
  return [
    ...images,
    ...more,
    ...stack,
    '',
    `<sub>Seaworthy ${result.tool.version} · ${dataLine(result)}</sub>`,
  ];
}

/** Lines dropped from the end until the head fits: its first ones are the verdict. */
function fitHead(head: string, bytes: number): string {
  if (size(head) <= bytes) return head;
  const kept: string[] = [];
  let used = 0;
  for (const line of head.split('\n')) {
    used += size(line) + 1;
    if (used > bytes) return [...kept, '', '… cut to fit; the result JSON has all.'].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}

/** The picture goes first, then the table. */
function fitReach(result: Result, room: ReachRoom, bytes: number): string {
  for (const one of [room, { ...room, picture: 0 }]) {
    const text = reachBlock(result, one).join('\n');
    if (size(text) <= bytes) return text;
  }
  return '**Who can reach whom**: no room here; the result JSON has it.';
}

function keepRows(rows: readonly string[], bytes: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => {
    used += size(row) + 1;
    return used > bytes;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function blocks(parts: readonly (readonly string[])[]): string {
  return parts
    .map((part) => part.join('\n'))
    .filter((text) => text !== '')
    .join('\n\n');
}

function size(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
