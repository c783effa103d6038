// pod-security/service-account-token: pods hold no credential of the API server unasked.
import { sight, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { go, pathOf } from '../../spot.ts';
import { mountsToken } from '../token.ts';

export const rule: PodRule = {
  id: 'pod-security/service-account-token',
  title: 'pods get a credential of the API server only where they say so',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'A token that nobody uses is one that an intruder can use: it speaks to the API server in the pod’s name.',
  fix: 'Set `automountServiceAccountToken: false`; where the pod calls the API server, project a token with an audience and an expiry.',
  level: 'container',
  control: 'secrets management',
  layer: 9,
  frameworks: ['CIS Kubernetes 5.1.6'],
  subject: 'pod',
  joins: true,
  check: (pod, { stack }) =>
    sight(() => {
      if (!mountsToken(pod, stack)) return undefined;
      const place = go(pod.spec, 'automountServiceAccountToken');
      return violation(place, 'the pod gets a credential of the API server', 'false', [
        { path: pathOf(place), value: false },
      ]);
    }),
};
