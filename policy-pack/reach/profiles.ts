// Pods to which the same policies apply in one direction, named ports included.

import type { Profile, Side } from './compiled.ts';
import type { Members } from './membership.ts';
import type { Pod } from './pods.ts';
import type { Direction, Policy } from './policy.ts';

/** Names of ports that rules speak of, sorted. */
export function namesSpoken(rules: Side['rules']): readonly string[] {
  const names = new Set<string>();
  for (const own of rules)
    for (const { ports } of own ?? []) for (const { name } of ports.named) names.add(name);
  return [...names].sort();
}

/** What the given names stand for on a pod. */
export function portSignature(pod: Pod, names: readonly string[]): string {
  if (names.length === 0) return '';
  const own = pod.ports
    .filter((port) => port.name !== undefined && names.includes(port.name))
    .map((port) => `${port.name}=${port.protocol}${port.port}`);
  return `${own.sort().join(' ')}${pod.portsComplete ? '' : '?'}`;
}

/** Groups pods by the policies that select them, surely or perhaps. */
export function groupProfiles(
  direction: Direction,
  policies: readonly Policy[],
  rules: Side['rules'],
  pods: readonly Pod[],
  membersOf: (scope: Policy['subject']) => Members,
): Pick<Side, 'profiles' | 'profileOf'> {
  const sure: number[][] = pods.map(() => []);
  const perhaps: number[][] = pods.map(() => []);
  for (const [index, policy] of policies.entries()) {
    if (rules[index] === undefined) continue;
    const members = membersOf(policy.subject);
    for (const pod of members.sure) sure[pod]?.push(index);
    for (const pod of members.perhaps) perhaps[pod]?.push(index);
  }
  const profiles: Profile[] = [];
  const ids = new Map<string, number>();
  const profileOf = pods.map((pod, index) => {
    const own = sure[index] ?? [];
    const maybe = perhaps[index] ?? [];
    const names =
      direction === 'ingress' ? namesSpoken([...own, ...maybe].map((policy) => rules[policy])) : [];
    const key = `${own.join(',')}?${maybe.join(',')}?${portSignature(pod, names)}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = profiles.length;
    ids.set(key, id);
    profiles.push({ sure: own, perhaps: maybe, pod });
    return id;
  });
  return { profiles, profileOf };
}
