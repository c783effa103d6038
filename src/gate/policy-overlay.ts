// How one layer of policy is laid over another, and what a rule does in the end.
import type { Policy, PolicyLayer, RuleAction, TeamRules } from './policy.ts';

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
    teamRules: overlayTeams(below.teamRules, layer.teamRules ?? new Map()),
    maxAge: layer.maxAge ?? below.maxAge,
    waivers: [...below.waivers, ...(layer.waivers ?? [])],
    sections: new Map([...below.sections, ...(layer.sections ?? [])]),
  };
}

/** What the policy says of a rule: its team's entry, its own, each with the area's behind it; else undefined. */
export function ruleAction(
  policy: Pick<Policy, 'rules'> & Partial<Pick<Policy, 'teamRules'>>,
  rule: string,
  team?: string,
): RuleAction | undefined {
  const own = team === undefined ? undefined : policy.teamRules?.get(team);
  return (own === undefined ? undefined : entry(own, rule)) ?? entry(policy.rules, rule);
}

function entry(rules: ReadonlyMap<string, RuleAction>, rule: string): RuleAction | undefined {
  return rules.get(rule) ?? rules.get(`${rule.split('/', 1)[0] ?? ''}/*`);
}

function overlayTeams(below: TeamRules, above: TeamRules): TeamRules {
  const teams = new Set([...below.keys(), ...above.keys()]);
  return new Map(
    [...teams].map((team) => [team, new Map([...(below.get(team) ?? []), ...(above.get(team) ?? [])])]),
  );
}
