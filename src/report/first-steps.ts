// What to do first: the few changes that remove the most of what stands in the way.

import { shortDigest } from '../terms/digest.ts';
import { severities } from '../terms/severity.ts';
import type { FixPlan, FixStep, GradeLetter, NewerBaseFound, Result } from '../terms/verdict.ts';
import { amount, countFindings, severityLine } from './counts.ts';
import type { Group } from './groups.ts';

export interface FirstStep {
  /** One imperative sentence; quotes untrusted names. */
  readonly action: string;
  /** What it does away with, such as `3 findings: 1 critical · 2 high`. */
  readonly effect: string;
}

export interface Advice {
  readonly steps: readonly FirstStep[];
  /** Steps of the plan that are not told. */
  readonly more: number;
  /** Where the whole plan leads to; absent where there is none. */
  readonly outcome?: string;
}

/** The fix plan where the gate does not pass and something helps; else what is worth doing. */
export function advise(result: Result, groups: readonly Group[], limit: number): Advice {
  const { fixPlan } = result;
  if (fixPlan === undefined || fixPlan.steps.length === 0) {
    return { steps: firstSteps(groups, limit), more: 0 };
  }
  const steps = fixPlan.steps
    .slice(0, limit)
    .map((step, index, all) => ofPlan(step, all[index - 1]?.grade ?? result.grade?.letter));
  return { steps, more: fixPlan.steps.length - steps.length, outcome: outcomeOf(fixPlan) };
}

/** The grade is told where a step changes it. */
function ofPlan(step: FixStep, before: GradeLetter | undefined): FirstStep {
  const { action, closes, grade, question, newerBase, unseen } = step;
  if (newerBase !== undefined) return ofNewerBase(step, newerBase, before);
  const counts = severities.flatMap((severity) => {
    const count = closes[severity] ?? 0;
    return count === 0 ? [] : [{ severity, count }];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const line = counts.map(({ severity, count }) => `${count} ${severity}`).join(' · ');
  const closed = total === 1 ? `1 ${counts[0]?.severity} finding` : `${amount(total, 'finding')}: ${line}`;
  const why = unseen === undefined ? '' : `; it could not be looked into: ${unseen}`;
  return {
    action: action.replace(/\.$/, ''),
    effect: `${total === 0 ? 'part of the way' : closed}${gradeChange(before, grade)}${onlyFor(question)}${why}`,
  };
}

/** What was found in it, and what it does by itself. */
function ofNewerBase(
  { action, grade, question }: FixStep,
  { from, to, by, findings, gone, added, merge, certificate }: NewerBaseFound,
  before: GradeLetter | undefined,
): FirstStep {
  const digests = `${from === undefined ? '' : `${shortDigest(from)} `}→ ${shortDigest(to)}`;
  const verdict =
    merge === certificate ? `merge and certificate ${merge}` : `merge ${merge}, certificate ${certificate}`;
  return {
    action: action.replace(/\.$/, ''),
    effect: `${digests}${by === 'inventory' ? ' (by its signed inventory, packages alone)' : ''}: ${gone} of ${amount(findings, 'finding')} gone, ${added} new${gradeChange(before, grade)}; ${verdict}${onlyFor(question)}`,
  };
}

function gradeChange(before: GradeLetter | undefined, after: GradeLetter | undefined): string {
  return after === undefined || after === before ? '' : `; grade ${before ?? 'none'} → ${after}`;
}

function onlyFor(question: FixStep['question']): string {
  return question === 'certificate' ? '; for the certificate only' : '';
}

function outcomeOf({ reaches, left }: FixPlan): string {
  const { merge, certificate, grade } = reaches;
  const verdict =
    merge === certificate
      ? `merge and certificate ${merge}`
      : `the merge is ${merge}, the certificate ${certificate}`;
  const letter = grade === undefined ? '' : `, grade ${grade}`;
  const [first] = left;
  if (first === undefined) return `Then ${verdict}${letter}.`;
  const others = left.length === 1 ? '' : ` (and ${left.length - 1} more)`;
  return `Then ${verdict}${letter}; no known change helps against: ${first.message}${others}`;
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
    return { action: fix.replace(/\.$/, ''), effect: effectOf(group.findings) };
  }
  const fixed = group.findings.filter(
    (finding) => finding.details.kind === 'vulnerability' && finding.details.fixed !== undefined,
  );
  const from = group.installed.length === 1 ? ` ${group.installed[0]}` : '';
  const more = group.findings.length - fixed.length;
  return {
    action: `Update ${group.name}${from} to ${newest}`,
    effect: effectOf(fixed) + (more > 0 ? ` (${more} more without a fix)` : ''),
  };
}

function effectOf(findings: Group['findings']): string {
  const counts = countFindings(findings);
  if (counts.total === 1) return `1 ${severityLine(counts).slice(2)} finding`;
  return `${amount(counts.total, 'finding')}: ${severityLine(counts)}`;
}
