// Whether a policy makes anything of a rule at all: what is off for everybody need not be looked for.
import type { Policy } from './policy.ts';
import { ruleAction } from './policy-overlay.ts';
import type { RuleDefaults } from './treatment.ts';

/** Off by the policy or by its default, whichever team the finding would belong to. */
export function isUnasked(policy: Policy, rule: string, defaults: RuleDefaults): boolean {
  const teams = [undefined, ...policy.teamRules.keys()];
  return teams.every((team) => (ruleAction(policy, rule, team) ?? defaults.get(rule)) === 'off');
}
