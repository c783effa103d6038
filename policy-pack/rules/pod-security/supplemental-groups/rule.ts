// pod-security/supplemental-groups: no pod belongs to root's group or to groups outside the policy's ranges.
import { sight, sightEach, type Violation, violation } from '../../observation.ts';
import { inRanges, rangesText } from '../../ranges.ts';
import type { PodRule } from '../../rule.ts';
import { go, itemsAt, numberAt, type Spot } from '../../spot.ts';
import { inContexts } from '../security-contexts.ts';

export const rule: PodRule = {
  id: 'pod-security/supplemental-groups',
  title: 'pods belong only to groups of their own',
  severity: 'medium',
  otherwise: 'warn',
  because: 'Files of root’s group, on volumes above all, are open to every process that belongs to it.',
  fix: 'Use group ids above 0, of the ranges that the policy gives.',
  level: 'container',
  control: 'hardened configuration',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.4.3'],
  configuredBy: ['stack.runAs.groups'],
  subject: 'pod',
  check: (pod, { policy }) => {
    const judge = (place: Spot, whose: string): Violation | undefined => {
      const id = numberAt(place);
      if (id === undefined) return undefined;
      const required = policy.groups === undefined ? 'above 0' : rangesText(policy.groups);
      if (policy.groups === undefined ? id !== 0 : inRanges(id, policy.groups)) return undefined;
      return violation(place, `${whose} belongs to the group ${id}`, required);
    };
    return [
      ...sight(() => judge(go(pod.spec, 'securityContext', 'fsGroup'), 'the pod')),
      ...sightEach(
        () => itemsAt(pod.spec, 'securityContext', 'supplementalGroups'),
        (item) => judge(item, 'the pod'),
      ),
      ...inContexts(pod, (context, whose) => judge(go(context, 'runAsGroup'), whose)),
    ];
  },
};
