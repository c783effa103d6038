// What to do first: the few changes that remove the most of what stands in the way.
import { amount, countFindings, severityLine } from './counts.ts';
import type { Group } from './groups.ts';

export interface FirstStep {
  /** One imperative sentence; quotes untrusted names. */
  readonly action: string;
  /** What it does away with, such as `3 findings: 1 critical · 2 high`. */
  readonly effect: string;
}

/** At most `limit` steps, in the order of the groups; a step without a known fix comes after those with one. */
export function firstSteps(groups: readonly Group[], limit: number): readonly FirstStep[] {
  const open = groups.filter((group) => group.findings.some((finding) => finding.treatment !== 'waived'));
  const relevant = open.some((group) => group.blocking > 0)
    ? open.filter((group) => group.blocking > 0)
    : open;
  const fixable = relevant.filter(isFixable);
  const rest = relevant.filter((group) => !isFixable(group));
  return [...fixable, ...rest].slice(0, limit).map(toStep);
}

function isFixable(group: Group): boolean {
  return group.fixes.length > 0 || group.findings.some((finding) => finding.details.kind !== 'vulnerability');
}

function toStep(group: Group): FirstStep {
  const newest = group.fixes.at(-1);
  if (newest === undefined) {
    const fix = group.findings[0]?.fix ?? `look into ${group.name}`;
    return { action: fix, effect: effectOf(group.findings) };
  }
  const fixed = group.findings.filter(
    (finding) => finding.details.kind === 'vulnerability' && finding.details.fixed !== undefined,
  );
  const from = group.installed.length === 1 ? ` ${group.installed[0]}` : '';
  const more = group.findings.length - fixed.length;
  return {
    action: `update ${group.name}${from} to ${newest}`,
    effect: effectOf(fixed) + (more > 0 ? ` (${more} more without a fix)` : ''),
  };
}

function effectOf(findings: Group['findings']): string {
  const counts = countFindings(findings);
  if (counts.total === 1) return `1 ${severityLine(counts).slice(2)} finding`;
  return `${amount(counts.total, 'finding')}: ${severityLine(counts)}`;
}
