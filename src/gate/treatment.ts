// How the policy takes one finding: block, warn, off or waived, and by which of its words.
import type { Finding } from '../terms/finding.ts';
import type { JudgedFinding, Treatment } from '../terms/verdict.ts';
import { blockingCondition, conditionText } from './block-condition.ts';
import type { Policy } from './policy.ts';
import { ruleAction } from './policy-overlay.ts';

/** Why a finding does not count: a waiver's words, or those of a VEX statement. */
export type Excuse = NonNullable<JudgedFinding['waiver']>;

export interface Treated {
  readonly treatment: Treatment;
  readonly judgedBy: string;
  readonly waiver?: Excuse;
}

/** What a rule does unless the policy says otherwise. */
export type RuleDefaults = ReadonlyMap<string, 'block' | 'warn' | 'off'>;

export function treat(
  finding: Finding,
  policy: Policy,
  now: Date,
  defaults: RuleDefaults,
  waiver: Excuse | undefined,
): Treated {
  const plain = withoutWaiver(finding, policy, now, defaults);
  if (waiver === undefined || plain.treatment === 'off') return plain;
  const { reason, owner, expires, vex } = waiver;
  return {
    treatment: 'waived',
    judgedBy: plain.judgedBy,
    waiver: { reason, owner, expires, ...(vex === undefined ? {} : { vex }) },
  };
}

function withoutWaiver(finding: Finding, policy: Policy, now: Date, defaults: RuleDefaults): Treated {
  const { details, rule } = finding;
  if (details.kind === 'malicious') return { treatment: 'block', judgedBy: 'malicious package' };
  if (details.kind === 'vulnerability') {
    const condition = blockingCondition(finding, details, policy, now);
    if (condition !== undefined) return { treatment: 'block', judgedBy: conditionText(condition) };
    return { treatment: 'warn', judgedBy: 'no condition of images.vulnerabilities.block' };
  }
  const action = ruleAction(policy, rule, finding.owner);
  if (action !== undefined) {
    const isTeams = action !== ruleAction(policy, rule);
    const judgedBy = `${isTeams ? `teamRules: ${finding.owner}` : 'rules'}: ${rule}: ${action}`;
    return { treatment: action, judgedBy };
  }
  const declared = defaults.get(rule);
  if (declared !== undefined) return { treatment: declared, judgedBy: `the rule's default: ${declared}` };
  const severe = ['critical', 'high', 'unknown'].includes(finding.severity);
  return { treatment: severe ? 'block' : 'warn', judgedBy: `severity: ${finding.severity}` };
}
