// pod-security/service-account-token: pods hold no credential of the API server unasked.
import { ofKind, type Stack } from '../../../model/stack.ts';
import { sight, violation } from '../../observation.ts';
import type { Pod } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { flagAt, go, pathOf, spotAt, textAt } from '../../spot.ts';

/** What the pod's ServiceAccount says, where the stack holds it. */
function accountSays(pod: Pod, stack: Stack): boolean | undefined {
  const name = textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';
  const account = ofKind(stack, 'ServiceAccount', '').find(
    (one) => one.name === name && one.namespace === pod.resource.namespace,
  );
  return account === undefined ? undefined : flagAt(spotAt(account.tree), 'automountServiceAccountToken');
}

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
      const own = flagAt(pod.spec, 'automountServiceAccountToken');
      if (own === false) return undefined;
      if (own === undefined && accountSays(pod, stack) === false) return undefined;
      const place = go(pod.spec, 'automountServiceAccountToken');
      return violation(place, 'the pod gets a credential of the API server', 'false', [
        { path: pathOf(place), value: false },
      ]);
    }),
};
