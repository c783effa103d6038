// The version of the standards that a namespace pins, held against the policy's.
import { latestMinor } from '../../../data/pod-security-versions.ts';
import { type Violation, violation } from '../../observation.ts';
import { go, pathOf, quote, type Spot, textAt } from '../../spot.ts';
import type { StackPolicy } from '../../stack-policy.ts';
import { standardRules } from '../standards.ts';

const label = 'pod-security.kubernetes.io/enforce-version';

/** A label that pins an older version leaves out the checks that came later; without it the cluster's version holds. */
export function pinned(spot: Spot, { podSecurity }: StackPolicy): Violation | undefined {
  const place = go(spot, 'metadata', 'labels', label);
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
