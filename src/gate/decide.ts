// The decision: findings, policy and the day in; a verdict with its two questions out.
import type { Finding } from '../terms/finding.ts';
import type { Grade, JudgedFinding, Verdict, VerdictReason, WaiverUse } from '../terms/verdict.ts';
import { sortFindings } from './finding-order.ts';
import { blocksMerge, type Candidate, judgeImage, type Yardstick } from './judged-image.ts';
import type { Consider } from './policy.ts';
import { judge, sortReasons } from './verdict-parts.ts';
import { openWaivers } from './waiver-use.ts';
import { warningsOf } from './warnings.ts';

export interface DecideInput extends Yardstick {
  readonly images: readonly Candidate[];
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

/** Pure: the same input in any order gives the same decision. */
export function decide(input: DecideInput): Decision {
  const { policy } = input;
  const book = openWaivers(policy.waivers, input.now);
  const images = input.images.map((image) => {
    const findings = image.underPolicy?.(policy.sections) ?? image.findings;
    return judgeImage({ ...image, findings }, input, book);
  });
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
    warnings: warningsOf(
      policy,
      input.images.every((image) => image.base !== undefined),
      findings,
      waivers,
    ),
    grades: images.map((image) => image.grade),
  };
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
