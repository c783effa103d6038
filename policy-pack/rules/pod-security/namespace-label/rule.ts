// pod-security/namespace-label: namespaces enforce at least the policy's level, with every check of its version.
import { latestMinor, podSecurityLevels } from '../../../data/pod-security-versions.ts';
import { notApplicable, sight, type Violation, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, pathOf, quote, type Spot, textAt } from '../../spot.ts';
import type { StackPolicy } from '../../stack-policy.ts';
import { standardRules } from '../standards.ts';

const label = 'pod-security.kubernetes.io/enforce';

const ranks = new Map<string, number>(podSecurityLevels.map((level, rank) => [level, rank]));

function rankOf(level: string): number {
  return ranks.get(level) ?? -1;
}

/** A label that pins an older version leaves out the checks that came later; without it the cluster's version holds. */
function pinned(spot: Spot, { podSecurity }: StackPolicy): Violation | undefined {
  const place = go(spot, 'metadata', 'labels', `${label}-version`);
  const version = textAt(place);
  if (version === undefined || version === 'latest') return undefined;
  const wanted = Math.min(podSecurity.minor, latestMinor);
  const minor = Number(/^v1\.(\d{1,3})$/.exec(version)?.[1] ?? -1);
  const left = standardRules.filter(
    ({ standard, since }) =>
      since > minor && since <= wanted && (standard === 'baseline' || podSecurity.level === 'restricted'),
  );
  if (left.length === 0) return undefined;
  const ids = left.map(({ upstream }) => upstream).sort();
  const message =
    minor < 0
      ? `${quote(place)} is no version of the standards`
      : `the namespace enforces ${quote(place)}, without ${ids.join(', ')}`;
  return violation(place, message, `v1.${wanted} or later`, [{ path: pathOf(place), value: `v1.${wanted}` }]);
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
