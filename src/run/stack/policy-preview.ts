// What a change of the policy would do to the stack: to its verdict, its rules, and what blocks here.
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { EffectivePolicy } from '../../gate/effective-policy.ts';
import { type Policy, type RuleAction, ruleActions } from '../../gate/policy.ts';
import { ruleAction } from '../../gate/policy-overlay.ts';
import { changedFields, freshlyWaived, withoutEffect } from '../../gate/policy-preview.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import type { Result } from '../../terms/verdict.ts';

interface Side {
  readonly policy: EffectivePolicy;
  readonly result: Result;
}

/** Rules that are named one by one. */
const named = 20;

/**
 * Sentences for the report: none where the change leaves the policy as it is. `judge` judges the same stack by the
 * change's policy. A policy that is wrong is only said. Errors: `Bug` only.
 */
export async function previewOnStack(
  now: Side,
  load: () => Promise<EffectivePolicy>,
  judge: (policy: EffectivePolicy) => Promise<Result>,
): Promise<readonly string[]> {
  try {
    const policy = await load();
    if (policy.digest === now.policy.digest) return [];
    return stackSentences(now, { policy, result: await judge(policy) });
  } catch (error) {
    if (error instanceof UserError)
      return [
        `The policy of this change is wrong and would stop every later run: ${error.message}. ${error.fix}`,
      ];
    if (error instanceof OutsideError)
      return [`What this change's policy would do to the stack could not be found out: ${error.message}.`];
    throw error;
  }
}

/** Pure; never empty. */
export function stackSentences(now: Side, then: Side): readonly string[] {
  const sentences = [
    ...verdicts(now.result, then.result),
    ...freshlyWaived(now.result, then.result),
    ...actions(now.policy.policy, then.policy.policy),
    ...blocking(now.result, then.result),
    ...sections(now.policy.policy, then.policy.policy),
    ...changedFields(now.policy.policy, then.policy.policy),
  ];
  return sentences.length === 0 ? [withoutEffect] : sentences;
}

function verdicts(now: Result, then: Result): readonly string[] {
  return (['merge', 'certificate'] as const).flatMap((question) => {
    const [from, to] = [now.verdict?.[question], then.verdict?.[question]];
    return from === to
      ? []
      : [`This change would turn the stack’s ${question} verdict from ${from} to ${to}.`];
  });
}

function actions(before: Policy, after: Policy): readonly string[] {
  const [was, is] = [stackPolicy(before.sections), stackPolicy(after.sections)];
  const changed = rules
    .map(({ id, otherwise }) => ({
      id,
      from: ruleAction(was, id) ?? otherwise,
      to: ruleAction(is, id) ?? otherwise,
    }))
    .filter(({ from, to }) => from !== to)
    // What opens most comes first.
    .toSorted((a, b) => rank(b.to) - rank(b.from) - (rank(a.to) - rank(a.from)))
    .map(({ id, from, to }) => `This change would turn the rule ${id} from ${from} to ${to}.`);
  if (changed.length <= named) return changed;
  return [...changed.slice(0, named), `This change would turn ${changed.length - named} more rules.`];
}

function rank(action: RuleAction): number {
  return ruleActions.indexOf(action);
}

/** What counts here and now, rule by rule. */
function blocking(now: Result, then: Result): readonly string[] {
  const [before, after] = [blockersOf(now), blockersOf(then)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((rule) => {
    const more = (after.get(rule) ?? 0) - (before.get(rule) ?? 0);
    if (more === 0) return [];
    const findings = `${Math.abs(more)} ${Math.abs(more) === 1 ? 'finding' : 'findings'} of ${rule}`;
    return more > 0
      ? [`This change would let ${findings} in this stack block.`]
      : [`This change would keep ${findings} in this stack from blocking.`];
  });
  return changed.slice(0, named);
}

function blockersOf({ findings }: Result): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, treatment } of findings)
    if (treatment === 'block') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** Other keys of the part `stack:`, such as egress or network intents. */
function sections(before: Policy, after: Policy): readonly string[] {
  const keys = new Set([...before.sections.keys(), ...after.sections.keys()]);
  const changed = [...keys].filter(
    (key) =>
      key.startsWith('stack.') &&
      key !== 'stack.rules' &&
      JSON.stringify(before.sections.get(key)) !== JSON.stringify(after.sections.get(key)),
  );
  return changed.sort().map((key) => `This change would alter ${key}.`);
}
