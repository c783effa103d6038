// The pack policies that the engine shows: one a rule, and one for the stack as a whole; derived, never repeated.
import { ruleAction } from '../../src/gate/policy-overlay.ts';
import { pageUrl } from '../../src/terms/links.ts';
import type { Severity } from '../../src/terms/severity.ts';
import { rules } from '../rules/registry.ts';
import { type Rule, rulePage } from '../rules/rule.ts';
import type { StackPolicy } from '../rules/stack-policy.ts';
import type { Enforcement, PackPolicy, PolicySeverity } from './wire/responses.ts';

/** Configuration and coverage belong to no rule. */
export const wholeStack = 'seaworthy';

/** `area/name` as a pack policy's name: Pulumi keys its configuration by it. */
export function policyName(rule: string): string {
  return rule.replace('/', '-');
}

/** Pack policies in the order of the documentation; levels as the policy file asks for. */
export function packPolicies(policy: StackPolicy): readonly PackPolicy[] {
  return [whole, ...rules.map((rule) => describe(rule, policy))];
}

export const wholeStackProperties = {
  policyFile: {
    type: 'string',
    description: 'The policy file; the default is seaworthy.yaml of the program.',
  },
  report: { type: 'string', description: 'Directory for the result as JSON, SARIF and Markdown.' },
} as const;

const whole: PackPolicy = {
  name: wholeStack,
  displayName: 'Seaworthy: the stack as a whole',
  description: 'What could be seen of the stack, and where the policy comes from.',
  enforcement: 'mandatory',
  severity: 'high',
  tags: ['coverage'],
  remediationSteps: 'Render what is opaque, or lower stack.coverage.minimum.',
  url: pageUrl('docs/stack-gate.md'),
  properties: wholeStackProperties,
};

function describe(rule: Rule, policy: StackPolicy): PackPolicy {
  const action = ruleAction(policy, rule.id) ?? rule.otherwise;
  const [framework] = rule.frameworks;
  return {
    name: policyName(rule.id),
    displayName: rule.id,
    description: `${rule.title}. ${rule.because}`,
    enforcement: enforcementOf(action),
    severity: packSeverity(rule.severity),
    ...(framework === undefined ? {} : { framework }),
    tags: [rule.level, rule.control, `layer-${rule.layer}`],
    remediationSteps: rule.fix,
    url: pageUrl(rulePage(rule.id)),
  };
}

export function enforcementOf(action: 'block' | 'warn' | 'off'): Enforcement {
  return action === 'block' ? 'mandatory' : action === 'warn' ? 'advisory' : 'disabled';
}

export function packSeverity(severity: Severity): PolicySeverity {
  if (severity === 'unknown') return 'unspecified';
  return severity === 'negligible' ? 'low' : severity;
}
