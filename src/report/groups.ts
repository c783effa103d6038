// Findings gathered by what they are about: a person updates packages, not advisories.

import { compareVersions } from '../packages/versions/purl-type-order.ts';
import { severityRank } from '../terms/severity.ts';
import type { JudgedFinding } from '../terms/verdict.ts';
import { isKnownExploited, isShown } from './counts.ts';

/** Compares two versions of one purl type; negative when the left one is older. */
export type VersionOrder = (type: string, left: string, right: string) => number;

export interface Group {
  readonly subject: string;
  /** What a person calls it: the package's name, else the subject. */
  readonly name: string;
  /** purl type, for subjects that are packages. */
  readonly type?: string;
  readonly installed: readonly string[];
  /** Worst first. */
  readonly findings: readonly JudgedFinding[];
  /** Versions that fix something, oldest first where an order was given. */
  readonly fixes: readonly string[];
  readonly blocking: number;
}

/** Groups of shown findings by subject, the one to deal with first at the head. */
export function groupFindings(
  findings: readonly JudgedFinding[],
  order: VersionOrder = compareVersions,
): readonly Group[] {
  const bySubject = Map.groupBy(findings.filter(isShown), (finding) => finding.subject);
  return [...bySubject].map(([subject, members]) => toGroup(subject, members, order)).sort(compareGroups);
}

/** The same groups apart by the team that owns their findings, by name; what nobody owns comes last. */
export function byTeam(
  groups: readonly Group[],
): readonly { readonly team: string | undefined; readonly groups: readonly Group[] }[] {
  const parts = groups.flatMap((group) =>
    [...Map.groupBy(group.findings, ({ owner }) => owner)].map(([team, findings]) => ({
      team,
      group: {
        ...group,
        findings,
        blocking: findings.filter((one) => one.blocksMerge || one.treatment === 'block').length,
      },
    })),
  );
  return [...Map.groupBy(parts, ({ team }) => team)]
    .toSorted(([left], [right]) => compareText(left ?? '\uffff', right ?? '\uffff'))
    .map(([team, own]) => ({ team, groups: own.map(({ group }) => group) }));
}

/** Worst first: what blocks, what is exploited, severity, then by name. */
export function compareFindings(left: JudgedFinding, right: JudgedFinding): number {
  return (
    weight(left) - weight(right) ||
    Number(isKnownExploited(right)) - Number(isKnownExploited(left)) ||
    severityRank(left.severity) - severityRank(right.severity) ||
    compareText(left.rule, right.rule) ||
    compareText(left.subject, right.subject)
  );
}

/** Order by UTF-16 code units: the same on every machine, unlike a locale's. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Type and readable name of a package URL without version (purl-spec); undefined for other subjects. */
export function readPurlName(subject: string): { readonly type: string; readonly name: string } | undefined {
  const match = /^pkg:([a-z0-9.+-]+)\/([^?#]+)/i.exec(subject);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const path = match[2].replace(/@[^/@]*$/, '');
  const parts = path.split('/').map(decode);
  // The namespace of a distribution's package is its vendor and says nothing new.
  const name = ['deb', 'rpm', 'apk'].includes(match[1]) ? parts.at(-1) : parts.join('/');
  return { type: match[1].toLowerCase(), name: name ?? path };
}

function toGroup(subject: string, members: readonly JudgedFinding[], order: VersionOrder): Group {
  const purl = readPurlName(subject);
  const type = purl?.type ?? '';
  const compare = (left: string, right: string): number =>
    order(type, left, right) || compareText(left, right);
  const versions = (pick: (finding: JudgedFinding) => string | undefined): string[] =>
    [...new Set(members.map(pick).filter((version) => version !== undefined))].sort(compare);
  return {
    subject,
    name: purl?.name ?? subject,
    ...(purl === undefined ? {} : { type: purl.type }),
    installed: versions((finding) =>
      finding.details.kind === 'vulnerability' ? finding.details.installed : undefined,
    ),
    findings: members.toSorted(compareFindings),
    fixes: versions((finding) =>
      finding.details.kind === 'vulnerability' ? finding.details.fixed : undefined,
    ),
    blocking: members.filter((finding) => finding.blocksMerge || finding.treatment === 'block').length,
  };
}

function compareGroups(left: Group, right: Group): number {
  const [first, second] = [left.findings[0], right.findings[0]];
  if (first === undefined || second === undefined) return 0;
  return (
    weight(first) - weight(second) ||
    Number(isKnownExploited(second)) - Number(isKnownExploited(first)) ||
    severityRank(first.severity) - severityRank(second.severity) ||
    right.findings.length - left.findings.length ||
    compareText(left.subject, right.subject)
  );
}

function weight(finding: JudgedFinding): number {
  if (finding.blocksMerge) return 0;
  return ['block', 'warn', 'waived', 'off'].indexOf(finding.treatment) + 1;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
