// One image under the policy: its findings treated, compared with its base, and what stands against the image itself.
import { grade } from '../health/grade.ts';
import type { Finding } from '../terms/finding.ts';
import type { Grade, JudgedFinding, Origin, Snapshot, VerdictReason } from '../terms/verdict.ts';
import { compareWithBase } from './compare.ts';
import { gradeConditions, type ImageConditions, imageReasons } from './obstacles.ts';
import type { Consider, Policy } from './policy.ts';
import type { Remedy } from './remedy.ts';
import { type Excuse, type RuleDefaults, treat } from './treatment.ts';
import type { WaiverBook } from './waiver-use.ts';

/** One image to decide about. */
export interface Candidate extends ImageConditions {
  readonly reference: string;
  readonly findings: readonly Finding[];
  /** The findings as the policy's sections have them, where those say more than what blocks. */
  readonly underPolicy?: (sections: Policy['sections']) => readonly Finding[];
  /** What authors that the policy believes say of a finding, as VEX. */
  readonly excuse?: (finding: Finding, sections: Policy['sections'], now: Date) => Excuse | undefined;
  /** What does away with a finding, for the fix plan; absent: its package is updated, or what its `fix` says. */
  readonly remedies?: (finding: Finding) => readonly Remedy[];
  /** The base's findings, judged on the same snapshot; absent: no base is known and everything counts. */
  readonly base?: {
    readonly findings: readonly Finding[];
    readonly knownIds?: ReadonlySet<string>;
    readonly packagesOnly?: boolean;
    /** What the base's image is called; absent: the same. */
    readonly reference?: string;
  };
}

/** What all images are judged by. */
export interface Yardstick {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly now: Date;
  /** What rules do unless the policy says otherwise. */
  readonly ruleDefaults?: RuleDefaults;
}

export interface JudgedImage {
  readonly reference: string;
  readonly judged: readonly JudgedFinding[];
  readonly fixed: readonly Finding[];
  readonly grade: Grade;
  reasons(consider: Consider): readonly VerdictReason[];
}

export function judgeImage(image: Candidate, yardstick: Yardstick, book: WaiverBook): JudgedImage {
  const { policy, now } = yardstick;
  const comparison =
    image.base === undefined
      ? undefined
      : compareWithBase(image.findings, image.base.findings, {
          ...image.base,
          references: { head: image.reference, base: image.base.reference ?? image.reference },
        });
  const unwaived: Finding[] = [];
  const judged = image.findings.map((finding): JudgedFinding => {
    const treated = treat(
      finding,
      policy,
      now,
      yardstick.ruleDefaults ?? new Map(),
      book.use(finding, image.reference) ?? image.excuse?.(finding, policy.sections, now),
    );
    if (treated.treatment !== 'waived') unwaived.push(finding);
    const origin: Origin = comparison?.origins.get(finding) ?? 'no-base';
    const judgedFinding = { ...finding, ...treated, origin, image: image.reference };
    return { ...judgedFinding, blocksMerge: blocksMerge(judgedFinding, policy.consider) };
  });
  const conditions = gradeConditions(image, yardstick.snapshot, policy);
  return {
    reference: image.reference,
    judged,
    fixed: comparison?.fixed ?? [],
    grade: grade(image.findings, now, conditions),
    reasons(consider) {
      const everything = consider === 'all' || (consider === 'introduced' && image.base === undefined);
      return imageReasons(image.reference, unwaived, conditions, policy.minimumGrade, now, everything);
    },
  };
}

/** Whether a finding stands in the way of the merge, through the lens of `consider`. */
export function blocksMerge(
  finding: Pick<JudgedFinding, 'treatment' | 'origin'>,
  consider: Consider,
): boolean {
  if (finding.treatment !== 'block' || consider === 'observe') return false;
  return consider === 'all' || finding.origin === 'introduced' || finding.origin === 'no-base';
}
