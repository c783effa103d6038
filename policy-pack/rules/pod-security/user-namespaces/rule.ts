// pod-security/user-namespaces: pods live in a user namespace of their own.
import { sight, violation } from '../../observation.ts';
import { isWindows } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { flagAt, go, pathOf } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/user-namespaces',
  title: 'root of the pod is nobody on the host',
  severity: 'low',
  otherwise: 'off',
  because: 'In its own user namespace even root of a container has no rights on the host.',
  fix: 'Set `hostUsers: false` (Kubernetes 1.33 and later, with a runtime that supports it).',
  level: 'host',
  control: 'host security',
  layer: 1,
  frameworks: ['Kubernetes: user namespaces'],
  subject: 'pod',
  check: (pod) =>
    sight(() => {
      if (isWindows(pod) || flagAt(pod.spec, 'hostUsers') === false) return undefined;
      const place = go(pod.spec, 'hostUsers');
      return violation(place, 'the pod shares the host’s user ids', 'false', [
        { path: pathOf(place), value: false },
      ]);
    }),
};
