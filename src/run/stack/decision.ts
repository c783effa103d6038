// The stack gate's decision: findings and blind spots treated by the policy, compared with the stack before.
import type { Stack } from '../../../policy-pack/model/stack.ts';
import type { Evaluation } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import type { StackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Decision } from '../../gate/decide.ts';
import { blocksMerge } from '../../gate/judged-image.ts';
import type { Consider, Policy } from '../../gate/policy.ts';
import { treat } from '../../gate/treatment.ts';
import { judge, sortReasons } from '../../gate/verdict-parts.ts';
import { openWaivers } from '../../gate/waiver-use.ts';
import { unusedWaiver } from '../../gate/warnings.ts';
import type { Finding } from '../../terms/finding.ts';
import { severityRank } from '../../terms/severity.ts';
import type { JudgedFinding, Origin, StackCoverage, VerdictReason } from '../../terms/verdict.ts';
import { compareStacks } from './comparison.ts';

export interface StackCandidate {
  readonly head: Evaluation;
  /** The stack that was judged, and the one before; without it everything counts. */
  readonly stack: Stack;
  readonly base?: { readonly evaluation: Evaluation; readonly stack: Stack };
  readonly policy: Policy;
  readonly stackPolicy: StackPolicy;
  readonly now: Date;
}

export type StackDecision = Omit<Decision, 'grades'>;

const ruleDefaults = new Map(rules.map((rule) => [rule.id, rule.otherwise]));

/** Pure: the same input in any order gives the same decision. */
export function decideStack(candidate: StackCandidate): StackDecision {
  const { head, stack, base, stackPolicy } = candidate;
  const policy: Policy = { ...candidate.policy, rules: stackPolicy.rules };
  const comparison =
    base === undefined
      ? undefined
      : compareStacks(
          { ...head, findings: findingsOf(head), stack },
          { ...base.evaluation, findings: findingsOf(base.evaluation), stack: base.stack },
        );
  const book = openWaivers(policy.waivers, candidate.now);
  const findings = worstFirst(
    findingsOf(head).map((finding): JudgedFinding => {
      const plain = treat(finding, policy, candidate.now, ruleDefaults, book.use(finding));
      const treated =
        isBlind(finding) && plain.treatment === 'block' && stackPolicy.unknown === 'warn'
          ? { ...plain, treatment: 'warn' as const, judgedBy: 'stack.unknown: warn' }
          : plain;
      const origin: Origin = comparison?.origins.get(finding) ?? 'no-base';
      const judged = { ...finding, ...treated, origin };
      return { ...judged, blocksMerge: blocksMerge(judged, policy.consider) };
    }),
  );
  const reasonsFor = (consider: Consider): readonly VerdictReason[] =>
    sortReasons([
      ...findings.flatMap((finding) => findingReason(finding, consider)),
      ...coverageReasons(head.coverage, stackPolicy.minimumCoverage),
    ]);
  const reasons = reasonsFor(policy.consider);
  const waivers = book.uses();
  return {
    verdict: {
      merge: judge(reasons, 'merge'),
      certificate: judge(reasons, 'certificate'),
      reasons,
      ...(policy.consider === 'observe'
        ? { wouldBe: { merge: judge(reasonsFor('introduced'), 'merge'), line: 'consider: introduced' } }
        : {}),
    },
    findings,
    fixed: comparison?.fixed ?? [],
    waivers,
    warnings: warningsOf(policy, waivers),
  };
}

/** Evaluations are in a fixed order, which equal keys keep. */
function worstFirst(findings: readonly JudgedFinding[]): readonly JudgedFinding[] {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return findings.toSorted(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      order(a.rule, b.rule) ||
      order(a.subject, b.subject),
  );
}

function findingsOf(evaluation: Evaluation): readonly Finding[] {
  return [...evaluation.findings, ...evaluation.blind];
}

/** Whether it is about what could not be seen. */
export function isBlind({ details }: Finding): boolean {
  return details.kind === 'fact' && details.unknown !== undefined;
}

/** Why a finding stands in the way; none where it does not. */
export function findingReason(finding: JudgedFinding, consider: Consider): readonly VerdictReason[] {
  if (finding.treatment !== 'block') return [];
  return [
    {
      question: blocksMerge(finding, consider) ? 'both' : 'certificate',
      judgement: isBlind(finding) ? 'incomplete' : 'fail',
      message: `${finding.rule} in ${finding.subject}: ${finding.message} (${finding.judgedBy})`,
      fix: finding.fix,
    },
  ];
}

/** Too little was seen: less than `minimum` percent, or nothing at all. */
export function coverageReasons(coverage: StackCoverage, minimum: number): readonly VerdictReason[] {
  if (coverage.seen === 0) {
    const nothing = coverage.opaque.length === 0;
    return [
      {
        question: 'both',
        judgement: 'incomplete',
        message: nothing
          ? 'There is no Kubernetes resource in the stack.'
          : 'Nothing of the stack could be seen: there is no Kubernetes resource that could be read.',
        fix: nothing
          ? 'Name the folder, file or state that holds the resources.'
          : 'Render what is a template and name it too; give each resource its apiVersion and kind.',
      },
    ];
  }
  if (coverage.percent >= minimum) return [];
  return [
    {
      question: 'both',
      judgement: 'incomplete',
      message: `Only ${coverage.percent} % of the stack could be seen; the policy asks for ${minimum} %.`,
      fix: 'Render what is opaque (helm template, pulumi stack export) and name it too.',
    },
  ];
}

function warningsOf(policy: Policy, waivers: StackDecision['waivers']): readonly string[] {
  return [
    ...(policy.consider === 'observe'
      ? ['The policy only observes: no finding stands in the way of a merge.']
      : []),
    ...waivers.filter((waiver) => waiver.uses === 0).map(unusedWaiver),
  ];
}
