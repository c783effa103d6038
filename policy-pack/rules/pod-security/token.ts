// Whether a pod gets a credential of the API server, and whose.
import { ofKind, type Stack } from '../../model/stack.ts';
import type { Pod } from '../pod.ts';
import { flagAt, isSet, itemsAt, spotAt, textAt } from '../spot.ts';

/** Throws `Unseen`. */
export function accountOf(pod: Pod): string {
  return textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';
}

/** Whether the API server mounts a token into it: the pod's word, else its account's, else yes. Throws `Unseen`. */
export function mountsToken(pod: Pod, stack: Stack): boolean {
  const own = flagAt(pod.spec, 'automountServiceAccountToken');
  if (own !== undefined) return own;
  const name = accountOf(pod);
  const account = ofKind(stack, 'ServiceAccount', '').find(
    (one) => one.name === name && one.namespace === pod.resource.namespace,
  );
  return account === undefined || flagAt(spotAt(account.tree), 'automountServiceAccountToken') !== false;
}

/** Whether it has a token that it projects itself. Throws `Unseen`. */
export function projectsToken({ spec }: Pod): boolean {
  return itemsAt(spec, 'volumes').some((volume) =>
    itemsAt(volume, 'projected', 'sources').some((source) => isSet(source, 'serviceAccountToken')),
  );
}
