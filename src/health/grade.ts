// The grade of one image: which missing fixes count, the letter they earn today, and when it drops.
import { dayOf, dayOfText, dayText } from '../terms/day.ts';
import type { Finding, VulnerabilityDetails } from '../terms/finding.ts';
import type { Severity } from '../terms/severity.ts';
import type { Grade } from '../terms/verdict.ts';
import type { Urgency } from './bounds.ts';
import type { GradeConditions } from './conditions.ts';
import { type NotGradable, notGradable } from './not-gradable.ts';
import { dropsAfter, type Flaw, letterAt } from './schedule.ts';
import { letterSentence } from './sentences.ts';

/** Findings sorted by what they do to the grade. */
interface Weighed {
  readonly flaws: readonly Flaw[];
  readonly undated: readonly string[];
  readonly malicious: readonly string[];
  readonly withoutFix: number;
}

/**
 * Grades one image on the UTC day of `now` (Container Health Index, see `bounds.ts`).
 * Only vulnerabilities of critical or important severity count, and those whose severity nobody states
 * (`conditions.unknownSeverity`). Advisories without a fix are counted apart and never aged. Without a letter the sentence says why.
 */
export function grade(findings: readonly Finding[], now: Date, conditions: GradeConditions): Grade {
  const { flaws, withoutFix } = weigh(findings, conditions.unknownSeverity ?? 'high');
  const reason = gradeObstacles(findings, now, conditions)[0];
  if (reason !== undefined) return { sentence: reason.sentence, drops: [], because: [], withoutFix };
  const today = dayOf(now);
  const { letter, because } = letterAt(flaws, today);
  const onlySilence = flaws.length > 0 && flaws.every((flaw) => flaw.kind === 'silent');
  const drops = dropsAfter(flaws, today).map(({ day, ...drop }) => ({ on: dayText(day), ...drop }));
  return { letter, sentence: letterSentence(letter, onlySilence), drops, because, withoutFix };
}

/** Everything that stands against a letter, worst first; `grade` shows the first. */
export function gradeObstacles(
  findings: readonly Finding[],
  now: Date,
  conditions: GradeConditions,
): readonly NotGradable[] {
  const { undated, malicious } = weigh(findings, conditions.unknownSeverity ?? 'high');
  const reasons = [...notGradable(conditions, now)];
  if (malicious.length > 0) {
    reasons.push({
      code: 'malicious',
      sentence: `The image holds a package that is reported as malicious (${malicious.join(', ')}).`,
      fix: 'Remove the package, and treat what it could reach as compromised.',
    });
  }
  if (undated.length > 0) {
    reasons.push({
      code: 'undated',
      sentence: `Fixes are missing and nobody states since when: ${undated.join(', ')}.`,
      fix: 'Install these fixes.',
    });
  }
  return reasons;
}

function weigh(findings: readonly Finding[], unknownSeverity: Severity): Weighed {
  const flaws: Flaw[] = [];
  const undated = new Set<string>();
  const malicious = new Set<string>();
  let withoutFix = 0;
  for (const finding of findings) {
    const { details, rule: id } = finding;
    if (details.kind === 'malicious') malicious.add(id);
    if (details.kind !== 'vulnerability') continue;
    const urgency = urgencyOf(finding.severity, unknownSeverity);
    if (urgency === undefined) continue;
    if (details.fixed === undefined) {
      withoutFix += 1;
      if (finding.severity === 'unknown') flaws.push({ kind: 'silent', id });
      continue;
    }
    const since = startOfAge(details);
    if (since === undefined) undated.add(id);
    else flaws.push({ kind: 'missing-fix', id, urgency, since });
  }
  return { flaws, undated: [...undated].sort(), malicious: [...malicious].sort(), withoutFix };
}

function urgencyOf(severity: Severity, unknownSeverity: Severity): Urgency | undefined {
  const counted = severity === 'unknown' ? unknownSeverity : severity;
  if (counted === 'critical') return 'critical';
  // A policy that calls unknown «unknown» has relaxed nothing.
  return counted === 'high' || counted === 'unknown' ? 'important' : undefined;
}

function startOfAge(details: VulnerabilityDetails): number | undefined {
  const text = details.aging?.since ?? details.published;
  return text === undefined ? undefined : dayOfText(text);
}
