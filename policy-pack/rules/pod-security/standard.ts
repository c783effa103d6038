// When a check of the Pod Security Standards applies: by level, version, and what a stricter check replaces.
import { windowsExcusedSince } from '../../data/pod-security-values.ts';
import { latestMinor } from '../../data/pod-security-versions.ts';
import { notApplicable, type Observation } from '../observation.ts';
import { isWindows, type Pod } from '../pod.ts';
import type { PodRule, RuleContext } from '../rule.ts';

export interface StandardFacts
  extends Pick<PodRule, 'id' | 'title' | 'because' | 'fix' | 'severity' | 'level' | 'control' | 'layer'> {
  /** Check id of kubernetes/pod-security-admission. */
  readonly check: string;
  readonly standard: 'baseline' | 'restricted';
  /** First minor of Kubernetes 1 that has it. */
  readonly since: number;
  /** From this minor on a stricter check takes its place at `restricted`. */
  readonly replacedAtRestrictedSince?: number;
}

/** A check, and what a version of the standards must reach to have it. */
export interface StandardRule extends PodRule, Pick<StandardFacts, 'standard' | 'since'> {}

/** `look` gets the minor whose standards hold. */
export function standardRule(
  facts: StandardFacts,
  look: (pod: Pod, minor: number) => readonly Observation[],
): StandardRule {
  const { check, standard, since, replacedAtRestrictedSince, ...rest } = facts;
  const level = standard === 'baseline' ? 'baseline' : 'restricted';
  return {
    ...rest,
    standard,
    since,
    subject: 'pod',
    otherwise: 'block',
    frameworks: [`Pod Security Standards: ${level}, since 1.${since}`],
    configuredBy: ['stack.podSecurity'],
    upstream: check,
    check(pod: Pod, { policy }: RuleContext): readonly Observation[] {
      const { minor } = policy.podSecurity;
      const asked = policy.podSecurity.level;
      const from = Math.min(minor, latestMinor);
      if (asked === 'privileged') return notApplicable('the policy asks for no standard');
      if (asked === 'baseline' && standard === 'restricted') {
        return notApplicable('the policy asks for the level baseline');
      }
      if (from < since) return notApplicable(`the standards have it since 1.${since}`);
      if (asked === 'restricted' && from >= (replacedAtRestrictedSince ?? Infinity)) {
        return notApplicable('a stricter check of the level restricted takes its place');
      }
      return look(pod, from);
    },
  };
}

/** Windows pods are excused from checks of Linux' own means. Throws `Unseen` when the system is not known. */
export function isExcused(pod: Pod, minor: number): boolean {
  return minor >= windowsExcusedSince && isWindows(pod);
}
