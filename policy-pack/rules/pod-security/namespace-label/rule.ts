// pod-security/namespace-label: namespaces enforce at least the policy's level, with every check of its version.
import { podSecurityLevels } from '../../../data/pod-security-versions.ts';
import { notApplicable, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, pathOf, quote, textAt } from '../../spot.ts';
import { pinned } from './pinned.ts';

const label = 'pod-security.kubernetes.io/enforce';

const ranks = new Map<string, number>(podSecurityLevels.map((level, rank) => [level, rank]));

function rankOf(level: string): number {
  return ranks.get(level) ?? -1;
}

export const rule: ResourceRule = {
  id: 'pod-security/namespace-label',
  title: 'every namespace enforces the policy’s level of Pod Security',
  severity: 'high',
  otherwise: 'warn',
  because:
    'The label makes the API server refuse what this gate cannot see: pods of operators, of charts, and made by hand.',
  fix: 'Label the Namespace `pod-security.kubernetes.io/enforce` with the policy’s level, and pin no version older than the policy’s.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes: Pod Security Admission', 'CIS Kubernetes 5.2.1'],
  configuredBy: ['stack.podSecurity'],
  subject: 'resource',
  kinds: new Set(['Namespace']),
  check: ({ spot }, { policy }) => {
    const wanted = podSecurityLevels.indexOf(policy.podSecurity.level);
    if (wanted === 0) return notApplicable('the policy asks for no standard');
    return sight(() => {
      const place = go(spot, 'metadata', 'labels', label);
      const level = textAt(place);
      if (level !== undefined && rankOf(level) >= wanted) return pinned(spot, policy);
      const message =
        level === undefined
          ? 'the namespace enforces no level'
          : `the namespace enforces only ${quote(place)}`;
      return violation(place, message, policy.podSecurity.level, [
        { path: pathOf(place), value: policy.podSecurity.level },
      ]);
    });
  },
};
