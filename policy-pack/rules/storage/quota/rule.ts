// storage/quota: a namespace that claims storage has a quota for it, and its claims fit in.

import { parseQuantity } from '../../../model/quantity.ts';
import type { Resource } from '../../../model/resource.ts';
import { comparedBy, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { inNamespace, kindByNamespace, namespaceUnseen } from '../../same-namespace.ts';
import { byPlace } from '../../sameness.ts';
import { go, isSet, type Spot, spotAt, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';

const key = 'requests.storage';
const allQuotas = kindByNamespace('ResourceQuota');
const allClaims = kindByNamespace('PersistentVolumeClaim');

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
      const quotas = inNamespace(allQuotas(stack), namespace);
      const found = quotas.sure.filter(isOfStorage);
      const doubtful = quotas.perhaps.filter(isOfStorage);
      const [first] = doubtful;
      if (found.length === 0 && first !== undefined) throw namespaceUnseen(resource, first);
      if (found.length === 0)
        return comparedBy(
          byPlace,
          violation(
            place,
            `namespace ${namespace ?? '(unknown)'} has no quota of storage`,
            `a ResourceQuota with ${key}`,
          ),
        );
      const neighbours = inNamespace(allClaims(stack), namespace);
      const asked = claimed(neighbours.sure);
      for (const quota of found) {
        const hard = hardOf(quota);
        const room = parseQuantity(hard);
        if (room !== undefined && asked > room)
          return violation(
            place,
            `the claims of namespace ${namespace ?? '(unknown)'} do not fit into its quota`,
            `at most ${hard} in all`,
          );
      }
      const most = asked + claimed(neighbours.perhaps);
      const [stranger] = [...doubtful, ...neighbours.perhaps];
      for (const quota of [...found, ...doubtful]) {
        const room = parseQuantity(hardOf(quota));
        if (stranger !== undefined && room !== undefined && most > room)
          throw namespaceUnseen(resource, stranger);
      }
      return undefined;
    }),
};

function isOfStorage({ group, tree }: Resource): boolean {
  const spot = spotAt(tree);
  return group === '' && !isSet(spot, 'spec', 'scopes') && isSet(spot, 'spec', 'hard', key);
}

function hardOf({ tree }: Resource): string {
  return textAt(spotAt(tree), 'spec', 'hard', key) ?? '';
}

function claimed(claims: readonly Resource[]): bigint {
  return claims.filter(({ group }) => group === '').reduce((sum, one) => sum + sizeOf(spotAt(one.tree)), 0n);
}

function sizeOf(claim: Spot): bigint {
  return parseQuantity(textAt(claim, 'spec', 'resources', 'requests', 'storage') ?? '0') ?? 0n;
}
