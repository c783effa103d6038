// quality/quota: what a namespace requests fits into its quota.
import { parseQuantity } from '../../../model/quantity.ts';
import { sightEach, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, isSet, pathOf, textAt, Unseen } from '../../spot.ts';
import { amountText, requestsOf } from '../requests.ts';

const limited = ['cpu', 'memory'] as const;

export const rule: ResourceRule = {
  id: 'quality/quota',
  title: 'the requests of a namespace fit into its quota',
  severity: 'medium',
  otherwise: 'warn',
  because: 'Pods beyond the quota are refused at the next rollout, when the old ones are already going.',
  fix: 'Raise the quota or lower the requests.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['Kubernetes: resource quotas'],
  subject: 'resource',
  kinds: new Set(['ResourceQuota']),
  check: ({ resource, spot }, { stack }) =>
    sightEach(
      () => limited,
      (what) => {
        const place = go(spot, 'spec', 'hard', `requests.${what}`);
        const old = go(spot, 'spec', 'hard', what);
        const held = isSet(place) ? place : old;
        const hard = textAt(held);
        if (hard === undefined) return undefined;
        const room = parseQuantity(hard);
        if (room === undefined) throw new Unseen(pathOf(held), 'it is no quantity');
        const asked = requestsOf(stack, resource, what, room);
        if (asked <= room) return undefined;
        return violation(
          held,
          `the pods of the namespace request ${amountText(asked)} of ${what}`,
          `at most ${hard}`,
        );
      },
    ),
};
