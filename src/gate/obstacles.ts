// What stands between one image and its certificate apart from single findings: grade, missing knowledge.
import type { GradeConditions } from '../health/conditions.ts';
import { grade, gradeObstacles } from '../health/grade.ts';
import type { NotGradable, NotGradableCode } from '../health/not-gradable.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import type { Finding } from '../terms/finding.ts';
import { type Grade, gradeLetters, type Snapshot, type VerdictReason } from '../terms/verdict.ts';
import type { Policy } from './policy.ts';

/** What the gate is told of an image besides its findings. */
export type ImageConditions = Pick<GradeConditions, 'system' | 'refusals' | 'uncovered'>;

/** Known to be bad, as opposed to not known. */
const definite: ReadonlySet<NotGradableCode> = new Set(['support-ended']);

/** Completes what the grade must know with the snapshot's age and the policy's ceilings. */
export function gradeConditions(
  image: ImageConditions,
  snapshot: Snapshot,
  policy: Pick<Policy, 'maxAge' | 'unknownSeverity'>,
): GradeConditions {
  const present = snapshot.source !== 'none' && snapshot.digest !== undefined;
  // A public API answers with what it knows at that moment.
  const updated = snapshot.updated ?? (snapshot.source === 'osv.dev' ? snapshot.asOf : '');
  return {
    system: image.system,
    refusals: image.refusals,
    uncovered: image.uncovered,
    maxAgeHours: hoursOfDuration(policy.maxAge),
    unknownSeverity: policy.unknownSeverity,
    ...(present ? { advisoriesUpdated: updated } : {}),
  };
}

/** Reasons about the image as a whole. `counted`: its findings without the waived ones; waivers help the minimum grade. */
export function imageReasons(
  reference: string,
  counted: readonly Finding[],
  conditions: GradeConditions,
  minimum: Policy['minimumGrade'],
  now: Date,
  everythingCounts: boolean,
): readonly VerdictReason[] {
  // A malicious package blocks as a finding of its own; the grade of the rest still tells what else is missing.
  const graded = counted.filter((finding) => finding.details.kind !== 'malicious');
  const obstacles = gradeObstacles(graded, now, conditions);
  if (obstacles.length > 0) return obstacles.map((one) => obstacleReason(reference, one, everythingCounts));
  const earned = grade(graded, now, conditions);
  if (earned.letter === undefined || !below(earned.letter, minimum)) return [];
  return [
    {
      question: everythingCounts ? 'both' : 'certificate',
      judgement: 'fail',
      message: `${reference}: grade ${earned.letter} is below the minimum ${minimum}, because of ${few(earned.because)}.`,
      fix: `Install the fixes of ${few(earned.because)}.`,
    },
  ];
}

function obstacleReason(reference: string, one: NotGradable, everythingCounts: boolean): VerdictReason {
  const judgement = definite.has(one.code) ? 'fail' : 'incomplete';
  // What could not be looked at stands in the way of everything; the rest is the certificate's question.
  const both = everythingCounts || (judgement === 'incomplete' && one.code !== 'undated');
  return {
    question: both ? 'both' : 'certificate',
    judgement,
    message: `${reference}: ${one.sentence}`,
    fix: one.fix,
  };
}

function below(letter: NonNullable<Grade['letter']>, minimum: NonNullable<Grade['letter']>): boolean {
  return gradeLetters.indexOf(letter) > gradeLetters.indexOf(minimum);
}

function few(ids: readonly string[]): string {
  return ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;
}
