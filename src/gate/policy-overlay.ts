// How one layer of policy is laid over another, and what a rule does in the end.
import type { Policy, PolicyLayer, RuleAction } from './policy.ts';

/** Lays one layer over a policy: what it states replaces, rules and waivers are added. */
export function overlay(below: Policy, layer: PolicyLayer): Policy {
  const reference = layer.extends ?? below.extends;
  return {
    ...(reference === undefined ? {} : { extends: reference }),
    locked: [...new Set([...below.locked, ...(layer.locked ?? [])])].sort(),
    consider: layer.consider ?? below.consider,
    minimumGrade: layer.minimumGrade ?? below.minimumGrade,
    block: layer.block ?? below.block,
    unknownSeverity: layer.unknownSeverity ?? below.unknownSeverity,
    rules: new Map([...below.rules, ...(layer.rules ?? [])]),
    maxAge: layer.maxAge ?? below.maxAge,
    waivers: [...below.waivers, ...(layer.waivers ?? [])],
    sections: new Map([...below.sections, ...(layer.sections ?? [])]),
  };
}

/** What the policy says of a rule: its own entry, else its area's, else undefined. */
export function ruleAction(policy: Pick<Policy, 'rules'>, rule: string): RuleAction | undefined {
  return policy.rules.get(rule) ?? policy.rules.get(`${rule.split('/', 1)[0] ?? ''}/*`);
}
