// pod-security/runtime-class: pods run in a sandbox that the policy names.
import { notApplicable, sight, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { go, pathOf, textAt } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/runtime-class',
  title: 'pods run in one of the sandboxes that the policy names',
  severity: 'medium',
  otherwise: 'block',
  because: 'A sandboxing runtime puts a kernel of its own between the container and the host.',
  fix: 'Set `runtimeClassName` to one of the classes.',
  level: 'host',
  control: 'host security',
  layer: 1,
  frameworks: ['NIST SP 800-190 4.5.2'],
  configuredBy: ['stack.runtimeClasses'],
  subject: 'pod',
  check: (pod, { policy }) => {
    const classes = policy.runtimeClasses;
    if (classes === undefined) return notApplicable('the policy names no class (stack.runtimeClasses)');
    return sight(() => {
      const name = textAt(pod.spec, 'runtimeClassName') ?? '';
      if (classes.includes(name)) return undefined;
      const place = go(pod.spec, 'runtimeClassName');
      return violation(place, 'the pod runs outside the sandboxes', classes.join(' or '), [
        { path: pathOf(place), value: classes[0] ?? '' },
      ]);
    });
  },
};
