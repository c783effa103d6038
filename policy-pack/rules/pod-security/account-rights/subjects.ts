// Whether a binding's subjects mean an account: by its name, as a user, or by a group.
import type { Resource } from '../../../model/resource.ts';
import type { Truth } from '../../../model/selector.ts';
import { itemsAt, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';

/** By the account's name, by the user that it is, or by a group that it is in. Throws `Unseen`. */
export function binds(binding: Resource, namespace: string | undefined, account: string): boolean {
  const answers = itemsAt(spotAt(binding.tree), 'subjects').map((subject) =>
    means(subject, binding.namespace, namespace, account),
  );
  if (answers.includes('yes')) return true;
  if (answers.includes('maybe'))
    throw new Unseen(['subjects'], 'the namespace of the pod, or of the binding, is not known');
  return false;
}

/** Whether a subject is the account. Throws `Unseen`. */
function means(
  subject: Spot,
  home: string | undefined,
  namespace: string | undefined,
  account: string,
): Truth {
  const name = textAt(subject, 'name') ?? '';
  switch (textAt(subject, 'kind')) {
    case 'Group':
      return name === 'system:serviceaccounts' || name === 'system:authenticated'
        ? 'yes'
        : inSpace(/^system:serviceaccounts:(.*)$/.exec(name)?.[1], namespace);
    case 'User': {
      const [, space, own] = /^system:serviceaccount:([^:]*):(.*)$/.exec(name) ?? [];
      return own === account ? inSpace(space, namespace) : 'no';
    }
    case 'ServiceAccount': {
      if (name !== account) return 'no';
      const own = textAt(subject, 'namespace') || home;
      return own === undefined ? 'maybe' : inSpace(own, namespace);
    }
    default:
      return 'no';
  }
}

function inSpace(space: string | undefined, namespace: string | undefined): Truth {
  if (space === undefined) return 'no';
  if (namespace === undefined) return 'maybe';
  return space === namespace ? 'yes' : 'no';
}
