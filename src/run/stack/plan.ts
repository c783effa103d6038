// What to do first in a stack: the few changes that end the most of what stands in the way, each tried on the stack.
import { type Stack, withResources } from '../../../policy-pack/model/stack.ts';
import { applyEdits } from '../../../policy-pack/rules/apply-edits.ts';
import { secretTexts } from '../../../policy-pack/rules/withhold.ts';
import { judge, sortReasons } from '../../gate/verdict-parts.ts';
import type { FixPlan } from '../../terms/verdict.ts';
import { changesByHand, changesByPatch, mostFirst, type Obstacle, patchedResources } from './changes.ts';
import {
  coverageReasons,
  decideStack,
  findingReason,
  isBlind,
  type StackCandidate,
  type StackDecision,
} from './decision.ts';
import { closeNamespaces, type StackJudge } from './default-deny.ts';

/**
 * Undefined when both questions pass. Namespaces are closed first, since that ends findings of every pod in them; then
 * come patches, and then what only a person can change. What no person's hand needs to do is applied and judged again.
 */
export function planStack(
  candidate: StackCandidate,
  { verdict, findings }: StackDecision,
  evaluate: StackJudge,
): FixPlan | undefined {
  if (verdict.merge === 'pass' && verdict.certificate === 'pass') return undefined;
  const { head, stack, stackPolicy, policy } = candidate;
  const shown = findings.filter(({ treatment }) => treatment === 'block' || treatment === 'warn');
  const closing = closeNamespaces(stack, stackPolicy.network.defaultDeny, shown, evaluate);
  const ended = new Set(closing.change?.ends);
  const open = findings
    .filter((one) => one.treatment === 'block' && !ended.has(one))
    .map((finding): Obstacle => {
      const repair = head.repairs.get(finding.details);
      return { finding, ...(repair === undefined ? {} : { repair }) };
    });
  const secrets = secretTexts([...stack.resources, ...stack.foreign]);
  // Who only wants to merge need not mend what was there before.
  const patches = [true, false].flatMap((merge) =>
    changesByPatch(
      open.filter(({ finding }) => finding.blocksMerge === merge),
      secrets,
    ),
  );
  const patched = withPatches(closing.stack, open);
  const after = decideStack({ ...candidate, head: evaluate(patched), stack: patched }).findings.filter(
    ({ treatment }) => treatment === 'block',
  );
  const manual = after.filter((one) => !isBlind(one));
  const byHand = changesByHand(manual);
  const left = sortReasons([
    ...after.filter(isBlind).flatMap((one) => findingReason(one, policy.consider)),
    ...coverageReasons(head.coverage, stackPolicy.minimumCoverage),
  ]);
  const changes = [...(closing.change === undefined ? [] : [closing.change]), ...patches, ...byHand];
  return {
    steps: changes.sort(mostFirst).map(({ step }) => step),
    reaches: { merge: judge(left, 'merge'), certificate: judge(left, 'certificate') },
    left,
  };
}

function withPatches(stack: Stack, obstacles: readonly Obstacle[]): Stack {
  const edits = new Map(patchedResources(obstacles).map((one) => [one.resource, one.edits]));
  const [resources, foreign] = [stack.resources, stack.foreign].map((all) =>
    all.map((one) => applyEdits(one, edits.get(one) ?? [])),
  );
  return withResources(stack, resources ?? [], foreign);
}
