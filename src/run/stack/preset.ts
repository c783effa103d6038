// Presets of the stack gate: a gentle start, and everything at once.

import { rules } from '../../../policy-pack/rules/registry.ts';
import type { StackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Policy } from '../../gate/policy.ts';

export const presets = ['advisory', 'strict'] as const;
/** `advisory` reports and stops nothing; `strict` counts everything and lets no rule only warn. */
export type Preset = (typeof presets)[number];

export function withPreset(
  policy: Policy,
  stack: StackPolicy,
  preset: Preset | undefined,
): { readonly policy: Policy; readonly stack: StackPolicy } {
  if (preset === undefined) return { policy, stack };
  if (preset === 'advisory') return { policy: { ...policy, consider: 'observe' }, stack };
  const strict = new Map(
    rules.filter((rule) => rule.otherwise !== 'off').map((rule) => [rule.id, 'block'] as const),
  );
  return {
    policy: { ...policy, consider: 'all' },
    stack: { ...stack, unknown: 'block', rules: new Map([...strict, ...stack.rules]) },
  };
}
