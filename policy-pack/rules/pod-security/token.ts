// Whether a pod gets a credential of the API server, and whose.
import type { Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import type { Pod } from '../pod.ts';
import { inNamespace, kindByNamespace, namespaceUnseen } from '../same-namespace.ts';
import { flagAt, isSet, itemsAt, spotAt, textAt } from '../spot.ts';

const accounts = kindByNamespace('ServiceAccount');

/** An empty name is none, as the API server takes it. Throws `Unseen`. */
export function accountOf(pod: Pod): string {
  return textAt(pod.spec, 'serviceAccountName') || textAt(pod.spec, 'serviceAccount') || 'default';
}

/** Whether the API server mounts a token into it: the pod's word, else its account's, else yes. Throws `Unseen`. */
export function mountsToken(pod: Pod, stack: Stack): boolean {
  const own = flagAt(pod.spec, 'automountServiceAccountToken');
  if (own !== undefined) return own;
  const name = accountOf(pod);
  const { sure, perhaps } = inNamespace(accounts(stack), pod.resource.namespace);
  const named = (one: Resource): boolean => one.group === '' && one.name === name;
  const mounts = wordOf(sure.filter(named)) ?? true;
  for (const one of perhaps.filter(named)) {
    if ((wordOf([one]) ?? mounts) !== mounts) throw namespaceUnseen(pod.resource, one);
  }
  return mounts;
}

/** What the account says, its patches considered: who applies one last is not known, so the wider word counts. */
function wordOf(account: readonly Resource[]): boolean | undefined {
  const words = account.map(({ tree }) => flagAt(spotAt(tree), 'automountServiceAccountToken'));
  return words.find((word) => word === true) ?? words.find((word) => word !== undefined);
}

/** Whether it has a token that it projects itself. Throws `Unseen`. */
export function projectsToken({ spec }: Pod): boolean {
  return itemsAt(spec, 'volumes').some((volume) =>
    itemsAt(volume, 'projected', 'sources').some((source) => isSet(source, 'serviceAccountToken')),
  );
}
