// The table of findings by package, as Markdown rows that can be counted and cut.
import type { JudgedFinding } from '../../terms/verdict.ts';
import { isKnownExploited } from '../counts.ts';
import { forMarkdown, forMarkdownCode } from '../encoders/markdown.ts';
import type { Group } from '../groups.ts';

export const tableHead = [
  '| | Id | Severity | Package | Installed | Fixed in | |',
  '|---|---|---|---|---|---|---|',
] as const;

/** One row a finding, in the order of the groups, `limit` at most; with its image where there are several. */
export function tableRows(
  groups: readonly Group[],
  limit: number,
  severalImages: boolean,
): readonly string[] {
  const rows: string[] = [];
  for (const group of groups) {
    for (const finding of group.findings) {
      if (rows.length >= limit) return rows;
      rows.push(tableRow(group, finding, severalImages ? finding.image : undefined));
    }
  }
  return rows;
}

function tableRow(group: Group, finding: JudgedFinding, image: string | undefined): string {
  const { details } = finding;
  const installed = details.kind === 'vulnerability' ? forMarkdownCode(details.installed) : '';
  const fixed =
    details.kind === 'vulnerability'
      ? details.fixed === undefined
        ? 'no fix yet'
        : forMarkdownCode(details.fixed)
      : '';
  const cells = [
    mark(finding),
    forMarkdownCode(finding.rule),
    finding.severity,
    forMarkdownCode(group.name),
    installed,
    fixed,
    [
      remark(finding),
      ...(image === undefined ? [] : [`in ${forMarkdownCode(image)}`]),
      ...(finding.owner === undefined ? [] : [`of ${forMarkdown(finding.owner)}`]),
    ]
      .filter((word) => word !== '')
      .join(' · '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** ❌ blocks, ⚠️ warns, 🕊️ is waived. */
function mark(finding: JudgedFinding): string {
  if (finding.blocksMerge || finding.treatment === 'block') return '❌';
  return finding.treatment === 'waived' ? '🕊️' : '⚠️';
}

function remark(finding: JudgedFinding): string {
  const { details, waiver } = finding;
  const text = details.kind === 'vulnerability' ? (details.summary ?? '') : finding.message;
  const characters = [...text];
  const short = characters.length <= 160 ? text : `${characters.slice(0, 159).join('')}…`;
  return [
    ...(isKnownExploited(finding) ? ['**known exploited**'] : []),
    ...(details.kind === 'malicious' ? ['**malicious**'] : []),
    ...(waiver === undefined
      ? []
      : [`waived until ${forMarkdown(waiver.expires)} by ${forMarkdown(waiver.owner)}`]),
    ...(short === '' ? [] : [forMarkdown(short)]),
  ].join(' · ');
}
