// The decision: findings, policy and the day in; a verdict with its two questions out.
import { grade } from '../health/grade.ts';
import type { Finding } from '../terms/finding.ts';
import type {
  Grade,
  JudgedFinding,
  Origin,
  Snapshot,
  Verdict,
  VerdictReason,
  WaiverUse,
} from '../terms/verdict.ts';
import { compareWithBase } from './compare.ts';
import { sortFindings } from './finding-order.ts';
import { gradeConditions, type ImageConditions, imageReasons } from './obstacles.ts';
import type { Consider, Policy } from './policy.ts';
import { type RuleDefaults, treat } from './treatment.ts';
import { judge, sortReasons } from './verdict-parts.ts';
import { openWaivers, type WaiverBook } from './waiver-use.ts';

/** One image to decide about. */
export interface Candidate extends ImageConditions {
  readonly reference: string;
  readonly findings: readonly Finding[];
  /** The base's findings, judged on the same snapshot; absent: no base is known and everything counts. */
  readonly base?: { readonly findings: readonly Finding[]; readonly knownIds?: ReadonlySet<string> };
}

export interface DecideInput {
  readonly images: readonly Candidate[];
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly now: Date;
  /** What rules do unless the policy says otherwise. */
  readonly ruleDefaults?: RuleDefaults;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Worst first. */
  readonly findings: readonly JudgedFinding[];
  /** Base's findings that are gone. */
  readonly fixed: readonly Finding[];
  readonly waivers: readonly WaiverUse[];
  readonly warnings: readonly string[];
  /** One grade an image, in the order of the input; waivers do not better it. */
  readonly grades: readonly Grade[];
}

interface JudgedImage {
  readonly reference: string;
  readonly judged: readonly JudgedFinding[];
  readonly fixed: readonly Finding[];
  readonly grade: Grade;
  reasons(consider: Consider): readonly VerdictReason[];
}

/** Pure: the same input in any order gives the same decision. */
export function decide(input: DecideInput): Decision {
  const { policy } = input;
  const book = openWaivers(policy.waivers, input.now);
  const images = input.images.map((image) => judgeImage(image, input, book));
  const inOrder = [...images].sort((a, b) =>
    a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0,
  );
  const findings = sortFindings(images.flatMap((image) => image.judged));
  const reasonsFor = (consider: Consider): readonly VerdictReason[] =>
    sortReasons([
      ...findings.flatMap((finding) => findingReason(finding, consider)),
      ...inOrder.flatMap((image) => image.reasons(consider)),
      ...(images.length === 0 ? [nothing] : []),
    ]);
  const reasons = reasonsFor(policy.consider);
  const merge = judge(reasons, 'merge');
  const verdict: Verdict = {
    merge,
    certificate: judge(reasons, 'certificate'),
    reasons,
    ...(policy.consider === 'observe'
      ? { wouldBe: { merge: judge(reasonsFor('introduced'), 'merge'), line: 'consider: introduced' } }
      : {}),
  };
  const waivers = book.uses();
  return {
    verdict,
    findings,
    fixed: sortFindings(images.flatMap((image) => image.fixed)),
    waivers,
    warnings: warningsOf(input, findings, waivers),
    grades: images.map((image) => image.grade),
  };
}

function judgeImage(image: Candidate, input: DecideInput, book: WaiverBook): JudgedImage {
  const { policy, now } = input;
  const comparison =
    image.base === undefined
      ? undefined
      : compareWithBase(image.findings, image.base.findings, image.base.knownIds);
  const unwaived: Finding[] = [];
  const judged = image.findings.map((finding): JudgedFinding => {
    const treated = treat(
      finding,
      policy,
      now,
      input.ruleDefaults ?? new Map(),
      book.use(finding, image.reference),
    );
    if (treated.treatment !== 'waived') unwaived.push(finding);
    const origin: Origin = comparison?.origins.get(finding) ?? 'no-base';
    const judgedFinding = { ...finding, ...treated, origin, image: image.reference };
    return { ...judgedFinding, blocksMerge: blocksMerge(judgedFinding, policy.consider) };
  });
  const conditions = gradeConditions(image, input.snapshot, policy);
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

function blocksMerge(finding: Pick<JudgedFinding, 'treatment' | 'origin'>, consider: Consider): boolean {
  if (finding.treatment !== 'block' || consider === 'observe') return false;
  return consider === 'all' || finding.origin === 'introduced' || finding.origin === 'no-base';
}

function findingReason(finding: JudgedFinding, consider: Consider): readonly VerdictReason[] {
  if (finding.treatment !== 'block') return [];
  return [
    {
      question: blocksMerge(finding, consider) ? 'both' : 'certificate',
      judgement: 'fail',
      message: `${finding.rule} in ${finding.subject}: ${finding.message} (${finding.judgedBy})`,
      fix: finding.fix,
    },
  ];
}

const nothing: VerdictReason = {
  question: 'both',
  judgement: 'incomplete',
  message: 'No image was looked at.',
  fix: 'Name at least one image.',
};

function warningsOf(
  { policy, images }: DecideInput,
  findings: readonly JudgedFinding[],
  waivers: readonly WaiverUse[],
): readonly string[] {
  const warnings: string[] = [];
  if (policy.consider === 'observe') {
    warnings.push(
      'The policy only observes: no finding stands in the way of a merge (images.consider: observe).',
    );
  }
  if (policy.consider === 'introduced' && images.some((image) => image.base === undefined)) {
    warnings.push('There is no base to compare with: every finding counts.');
  }
  const silent = findings.filter((finding) => finding.severity === 'unknown').length;
  if (silent > 0) {
    warnings.push(`${silent} findings have no stated severity; they count as ${policy.unknownSeverity}.`);
  }
  for (const waiver of waivers) {
    if (waiver.uses > 0) continue;
    warnings.push(`The waiver of ${waiver.rule} for ${waiver.subject} covers nothing: remove it.`);
  }
  return warnings;
}
