// pod-security/leftover-policy: no PodSecurityPolicy is left over.
import { violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';

export const rule: ResourceRule = {
  id: 'pod-security/leftover-policy',
  title: 'no PodSecurityPolicy is left over',
  severity: 'medium',
  otherwise: 'warn',
  because: 'PodSecurityPolicies do nothing since Kubernetes 1.25: whoever trusts them is unprotected.',
  fix: 'Remove it and label the namespaces for Pod Security Admission.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes 1.25: removal of PodSecurityPolicy'],
  subject: 'resource',
  kinds: new Set(['PodSecurityPolicy']),
  check: ({ spot }) => [
    violation(
      spot,
      'a PodSecurityPolicy does nothing since Kubernetes 1.25',
      'not there',
      [],
      'a PodSecurityPolicy',
    ),
  ],
};
