// storage/quota: a namespace that claims storage has a quota for it, and its claims fit in.

import { parseQuantity } from '../../../model/quantity.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, isSet, type Spot, spotAt, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';

const key = 'requests.storage';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/quota',
  title: 'claims stand under a quota of their namespace and fit in',
  severity: 'medium',
  otherwise: 'warn',
  because: 'Without a quota one namespace can fill the storage of all, and claims beyond it stay pending.',
  fix: 'Give the namespace a ResourceQuota with `requests.storage` that holds its claims.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'resource',
  kinds: new Set(['PersistentVolumeClaim']),
  check: ({ resource, spot }, { stack }) =>
    sight(() => {
      const { namespace } = resource;
      const place = go(spot, 'spec', 'resources', 'requests', 'storage');
      const quotas = ofKind(stack, 'ResourceQuota', '')
        .filter((one) => one.namespace === namespace)
        .map((one) => spotAt(one.tree))
        .filter((one) => !isSet(one, 'spec', 'scopes') && isSet(one, 'spec', 'hard', key));
      if (quotas.length === 0)
        return violation(
          place,
          `namespace ${namespace ?? '(unknown)'} has no quota of storage`,
          `a ResourceQuota with ${key}`,
        );
      const asked = claimed(stack, namespace);
      for (const quota of quotas) {
        const hard = textAt(quota, 'spec', 'hard', key) ?? '';
        const room = parseQuantity(hard);
        if (room !== undefined && asked > room)
          return violation(
            place,
            `the claims of namespace ${namespace ?? '(unknown)'} do not fit into its quota`,
            `at most ${hard} in all`,
          );
      }
      return undefined;
    }),
};

function claimed(stack: Stack, namespace: string | undefined): bigint {
  return ofKind(stack, 'PersistentVolumeClaim', '')
    .filter((one) => one.namespace === namespace)
    .reduce((sum, one) => sum + sizeOf(spotAt(one.tree)), 0n);
}

function sizeOf(claim: Spot): bigint {
  return parseQuantity(textAt(claim, 'spec', 'resources', 'requests', 'storage') ?? '0') ?? 0n;
}
