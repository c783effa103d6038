// The findings of the terminal report, gathered by package, folded when they are many.
import type { JudgedFinding, Result } from '../../terms/verdict.ts';
import { amount, countFindings, severityLine } from '../counts.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { byTeam, type Group } from '../groups.ts';
import { clip, pad, severityTone, type TextContext } from './style.ts';

const shownGroups = 12;
const shownInGroup = 4;

export function renderFindings(
  result: Result,
  groups: readonly Group[],
  context: TextContext,
): readonly string[] {
  const counts = countFindings(result.findings);
  const { paint } = context;
  if (counts.total === 0) {
    return [result.snapshot.source === 'none' ? 'Findings: not looked for' : 'Findings: none'];
  }
  const head = `${paint('strong', 'Findings')}  ${severityLine(counts)}`;
  const exploited =
    counts.knownExploited > 0 ? paint('loud', ` · ${counts.knownExploited} known exploited`) : '';
  const teams = byTeam(groups);
  const each = teams.length === 1 ? shownGroups : Math.max(4, Math.floor(shownGroups / teams.length));
  const rows = teams.flatMap(({ team, groups: own }) => [
    ...(teams.length === 1 ? [] : ['', teamLine(team, own, context)]),
    ...renderGroups(own, each, context),
  ]);
  return [head + exploited, ...rows];
}

function renderGroups(groups: readonly Group[], limit: number, context: TextContext): readonly string[] {
  const visible = context.all ? groups : groups.slice(0, limit);
  const rows = visible.flatMap((group) => ['', ...renderGroup(group, context)]);
  const hidden = groups.slice(visible.length);
  if (hidden.length === 0) return rows;
  const findings = hidden.reduce((sum, group) => sum + group.findings.length, 0);
  const subjects = amount(hidden.length, 'more package or subject', 'more packages and subjects');
  return [
    ...rows,
    '',
    context.paint('quiet', `  ${subjects} with ${amount(findings, 'finding')}: --all shows them`),
  ];
}

function teamLine(team: string | undefined, groups: readonly Group[], { paint }: TextContext): string {
  const findings = groups.flatMap((group) => group.findings);
  const blocking = findings.filter(({ treatment }) => treatment === 'block').length;
  const inTheWay = blocking === 0 ? '' : `, ${blocking} of them in the way`;
  const name = team === undefined ? 'of nobody named' : `of ${forTerminal(team)}`;
  return `${paint('strong', `  ${name}`)}  ${amount(findings.length, 'finding')}${inTheWay}`;
}

function renderGroup(group: Group, context: TextContext): readonly string[] {
  const { paint, width } = context;
  const target = group.fixes.at(-1);
  const step = target === undefined ? '' : ` → ${target}`;
  const versions = forTerminal(`${group.installed.join(', ')}${step}`);
  const name = clip(forTerminal(group.name), Math.floor(width / 2));
  const visible = context.all ? group.findings : group.findings.slice(0, shownInGroup);
  const idWidth = Math.min(26, Math.max(...visible.map((finding) => [...finding.rule].length)));
  const rows = visible.map((finding) => renderFinding(finding, idWidth, context));
  const hidden = countFindings(group.findings.slice(visible.length));
  if (hidden.total > 0) rows.push(paint('quiet', `      and ${hidden.total} more: ${severityLine(hidden)}`));
  return [
    `  ${paint('strong', name)}  ${clip(versions, width - name.length - 12)}  ${paint('quiet', group.type ?? '')}`,
    ...rows,
  ];
}

function renderFinding(finding: JudgedFinding, idWidth: number, context: TextContext): string {
  const id = pad(clip(forTerminal(finding.rule), idWidth), idWidth);
  const severity = context.paint(severityTone(finding.severity), pad(finding.severity, 10));
  const room = context.width - idWidth - 19;
  return `    ${mark(finding)} ${severity} ${id}  ${clip(remark(finding, context.severalImages), room)}`;
}

function mark(finding: JudgedFinding): string {
  if (finding.treatment === 'waived') return '~';
  return finding.blocksMerge || finding.treatment === 'block' ? '✗' : '·';
}

function remark(finding: JudgedFinding, severalImages: boolean): string {
  const { details } = finding;
  const words: string[] = [];
  if (severalImages && finding.image !== undefined) words.push(`in ${finding.image}`);
  if (finding.waiver !== undefined)
    words.push(`waived until ${finding.waiver.expires} by ${finding.waiver.owner}`);
  if (details.kind === 'malicious') words.push('malicious package');
  if (details.kind === 'vulnerability') {
    if (details.knownExploited) words.push('known exploited');
    words.push(details.fixed === undefined ? 'no fix yet' : `fixed in ${details.fixed}`);
    if (details.summary !== undefined) words.push(details.summary);
  } else words.push(finding.message);
  return forTerminal(words.join(' · '));
}
