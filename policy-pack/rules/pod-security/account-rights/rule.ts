// pod-security/account-rights: no pod carries an account with which the cluster could be taken over.
import { describeResource, type Resource } from '../../../model/resource.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { comparedBy, type Observation, sight, sightEach, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { byText } from '../../sameness.ts';
import { go, isSet, pathOf, type Spot, Unseen } from '../../spot.ts';
import { accountOf, mountsToken, projectsToken } from '../token.ts';
import { powerOf } from './roles.ts';
import { binds } from './subjects.ts';

const rbac = 'rbac.authorization.k8s.io';

export const rule: PodRule = {
  id: 'pod-security/account-rights',
  title: 'no pod carries an account with which the cluster could be taken over',
  severity: 'high',
  otherwise: 'warn',
  because: 'Whoever gets into such a pod has its token, and with it the cluster.',
  fix: 'Give the account only the rights that the pod uses, in its own namespace, or mount no token (`automountServiceAccountToken: false`).',
  level: 'container',
  control: 'hardened configuration',
  layer: 9,
  frameworks: [
    'CIS Kubernetes 5.1.1',
    'CIS Kubernetes 5.1.2',
    'CIS Kubernetes 5.1.4',
    'CIS Kubernetes 5.1.8',
  ],
  subject: 'pod',
  joins: true,
  check: (pod, { stack }) =>
    sight((): readonly Observation[] => {
      const bindings = bindingsOf(stack);
      // Of a pod that cannot be seen at all nothing is right.
      if (!isSet(pod.spec) || bindings.length === 0) return [];
      const projects = projectsToken(pod);
      if (!projects && !mountsToken(pod, stack)) return [];
      const account = accountOf(pod);
      const { namespace } = pod.resource;
      const place = go(pod.spec, 'serviceAccountName');
      const token = go(pod.spec, 'automountServiceAccountToken');
      return sightEach(
        () => bindings,
        (binding) => {
          const power = seenFrom(place, binding, () => powerFor(stack, binding, namespace, account));
          if (power === undefined) return undefined;
          const message = `its account ${account} ${power} (${describeResource(binding)})`;
          const edits = projects ? [] : [{ path: pathOf(token), value: false }];
          return comparedBy(
            byText(power),
            violation(place, message, 'an account without that right', edits, account),
          );
        },
      );
    }),
};

/** Bindings whose rights hold in the whole cluster, or where its own parts run; perhaps, where it is not known. */
function bindingsOf(stack: Stack): readonly Resource[] {
  return [
    ...ofKind(stack, 'ClusterRoleBinding', rbac),
    ...ofKind(stack, 'RoleBinding', rbac).filter(
      ({ namespace }) => namespace === undefined || namespace === 'kube-system',
    ),
  ];
}

/** What is not known of a binding counts where it may bind the account and may give a power. */
function powerFor(
  stack: Stack,
  binding: Resource,
  namespace: string | undefined,
  account: string,
): string | undefined {
  let doubt: Unseen | undefined;
  try {
    if (!binds(binding, namespace, account)) return undefined;
    if (binding.namespace === undefined) {
      doubt = new Unseen(['metadata', 'namespace'], 'whether it holds in kube-system cannot be told');
    }
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
    doubt = error;
  }
  const power = powerOf(stack, binding);
  if (power !== undefined && doubt !== undefined) throw doubt;
  return power;
}

/** What cannot be seen elsewhere is told at the pod, with what it waits for. */
function seenFrom<T>(place: Spot, binding: Resource, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
    throw new Unseen(pathOf(place), `${describeResource(binding)}: ${error.reason}`, error.dependsOn);
  }
}
