// The rules of a SARIF run, made from the findings that break them.
import { type Severity, severityRank } from '../../terms/severity.ts';
import type { JudgedFinding } from '../../terms/verdict.ts';
import { forMarkdown, forMarkdownCode } from '../encoders/markdown.ts';
import { forSarif } from '../encoders/sarif.ts';
import { withoutControls } from '../encoders/terminal.ts';
import { compareText } from '../groups.ts';
import { limits } from './limits.ts';
import { securitySeverity } from './severity.ts';

export type Rule = Readonly<Record<string, unknown>> & { readonly id: string };

/** One `reportingDescriptor` (SARIF 2.1.0 §3.49) a rule id, sorted by id. */
export function describeRules(findings: readonly JudgedFinding[]): readonly Rule[] {
  const byRule = Map.groupBy(findings, (finding) => withoutControls(finding.rule));
  return [...byRule]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([id, members]) => describeRule(id, members));
}

function describeRule(id: string, findings: readonly JudgedFinding[]): Rule {
  const [finding] = findings;
  const title = finding === undefined ? id : titleOf(finding);
  const because = finding?.because ?? '';
  const uri = finding === undefined ? undefined : helpUri(finding);
  return {
    id,
    shortDescription: { text: forSarif(title, limits.description / 2) || id },
    fullDescription: { text: forSarif(because, limits.description / 2) || id },
    ...(uri === undefined ? {} : { helpUri: uri }),
    help: { text: forSarif(helpLines(id, findings).join(' ')), markdown: helpMarkdown(id, findings) },
    properties: {
      tags: tagsOf(findings).slice(0, limits.tags),
      precision: 'very-high',
      'security-severity': securitySeverity(findings),
    },
  };
}

function titleOf(finding: JudgedFinding): string {
  if (finding.details.kind === 'vulnerability') {
    return `${finding.rule}: ${finding.details.summary ?? 'a known vulnerability'}`;
  }
  return finding.details.kind === 'malicious' ? `${finding.rule}: a malicious package` : finding.rule;
}

/** What a rule says of itself beside the finding: its page and the upstream check. */
function factLines(finding: JudgedFinding): readonly string[] {
  if (finding.details.kind !== 'fact') return [];
  const { page, check } = finding.details;
  // Other areas name their benchmark in the check: `CIS Docker 4.11`.
  const isStandard = finding.rule.startsWith('pod-security/');
  return [
    ...(check === undefined ? [] : [`Check ${check}${isStandard ? ' of the Pod Security Standards' : ''}.`]),
    ...(page === undefined ? [] : [`Page: ${page}.`]),
  ];
}

function helpLines(id: string, findings: readonly JudgedFinding[]): readonly string[] {
  const [finding] = findings;
  if (finding === undefined) return [id];
  const ids = finding.details.kind === 'fact' ? [] : finding.details.ids;
  return [
    finding.because,
    ...(ids.length > 1 ? [`Also known as ${ids.filter((other) => other !== id).join(', ')}.`] : []),
    `What to do: ${finding.fix}`,
    ...factLines(finding),
  ].filter((line) => line !== '');
}

function helpMarkdown(id: string, findings: readonly JudgedFinding[]): string {
  const [finding] = findings;
  const lines = helpLines(id, findings).map((line) => forMarkdown(line.slice(0, limits.message)));
  const uri = finding === undefined ? undefined : helpUri(finding);
  const subjects = [...new Set(findings.map((item) => item.subject))].slice(0, 20);
  const concerned = subjects.map((subject) => `- ${forMarkdownCode(subject)}`).join('\n');
  return [
    ...lines,
    `Concerns:\n${concerned}`,
    ...(uri === undefined ? [] : [`[More about it](${uri})`]),
  ].join('\n\n');
}

/** The advisory's record at OSV; built from the id, never taken from the advisory. */
function helpUri(finding: JudgedFinding): string | undefined {
  if (finding.details.kind === 'fact') {
    const { page = '' } = finding.details;
    // A result that is read back may say anything: only a plain address becomes a link.
    return /^https?:\/\/[\w.:/-]+(?:#[\w-]+)?$/.test(page) ? page : undefined;
  }
  if (!/^[A-Za-z0-9:._-]+$/.test(finding.rule)) return undefined;
  return `https://osv.dev/vulnerability/${encodeURIComponent(finding.rule.toWellFormed())}`;
}

function tagsOf(findings: readonly JudgedFinding[]): readonly string[] {
  const tags = new Set<string>(['security']);
  const worst = findings
    .map((finding): Severity => finding.severity)
    .sort((left, right) => severityRank(left) - severityRank(right))[0];
  if (worst !== undefined) tags.add(worst);
  for (const { details, rule } of findings) {
    tags.add(details.kind === 'fact' ? (rule.split('/')[0] ?? 'fact') : details.kind);
    if (details.kind === 'vulnerability' && details.knownExploited) tags.add('known-exploited');
    if (details.kind === 'vulnerability') tags.add(details.fixed === undefined ? 'no-fix' : 'fixable');
  }
  return [...tags].map((tag) => withoutControls(tag).slice(0, 100));
}
