// What a policy asks of stacks, in one line: where nobody wrote a file, this is what is printed of the defaults.
import { ruleAction } from '../../src/gate/policy-overlay.ts';
import { latestMinor } from '../data/pod-security-versions.ts';
import { rules } from './registry.ts';
import type { StackPolicy } from './stack-policy.ts';

/** Such as `Pod Security restricted of Kubernetes 1.37; 40 rules block, 30 warn, 11 are off; …`. */
export function stackInForce(policy: StackPolicy): string {
  const count = (action: string): number =>
    rules.filter((rule) => (ruleAction(policy, rule.id) ?? rule.otherwise) === action).length;
  const { level, minor } = policy.podSecurity;
  const latest = minor >= latestMinor ? ' (latest)' : '';
  const asks =
    policy.certificate === undefined ? 'no certificate is asked for' : 'every image needs its certificate';
  return [
    `Pod Security ${level} of Kubernetes 1.${minor}${latest}`,
    `${count('block')} rules block, ${count('warn')} warn, ${count('off')} are off`,
    `what is not known ${policy.unknown === 'block' ? 'blocks where the rule does' : 'warns'}`,
    asks,
  ].join('; ');
}
