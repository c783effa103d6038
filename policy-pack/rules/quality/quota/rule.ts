// quality/quota: what a namespace requests fits into its quota.
import { parseQuantity } from '../../../model/quantity.ts';
import { type Blind, comparedBy, sightEach, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { byText } from '../../sameness.ts';
import { go, isSet, itemsAt, pathOf, type Spot, textAt, Unseen } from '../../spot.ts';
import { amountText, askedOf, type Measure, silentBeside } from '../requests.ts';

/** Names of the same limit, the first that is set counts; and what it limits. */
const limited: readonly (readonly [keys: readonly [string, ...string[]], measure: Measure])[] = [
  [['requests.cpu', 'cpu'], { field: 'requests', what: 'cpu' }],
  [['requests.memory', 'memory'], { field: 'requests', what: 'memory' }],
  [['limits.cpu'], { field: 'limits', what: 'cpu' }],
  [['limits.memory'], { field: 'limits', what: 'memory' }],
  [['pods'], 'pods'],
  [['count/pods'], 'pods'],
];

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
      ([keys, measure]) => {
        const places = keys.map((key) => go(spot, 'spec', 'hard', key));
        const held = places.find((place) => isSet(place));
        const hard = held === undefined ? undefined : textAt(held);
        if (held === undefined || hard === undefined) return undefined;
        const room = parseQuantity(hard);
        if (room === undefined) throw new Unseen(pathOf(held), 'it is no quantity');
        const asked = askedOf(stack, resource, measure, room);
        if (asked > room)
          return scoped(spot) ?? violation(held, askedText(measure, asked), `at most ${hard}`);
        const silent = silentBeside(stack, resource, measure);
        if (silent === undefined || measure === 'pods') return undefined;
        const missing = `no ${measure.field.slice(0, -1)} of ${measure.what}`;
        const message = `${silent} states ${missing}, and the quota refuses such pods`;
        return (
          scoped(spot) ??
          comparedBy(byText(silent), violation(held, message, 'an amount in every container', [], missing))
        );
      },
    ),
};

function askedText(measure: Measure, asked: bigint): string {
  const amount = amountText(asked);
  if (measure === 'pods') return `the namespace has ${amount} pods at least`;
  const { field, what } = measure;
  return field === 'requests'
    ? `the pods of the namespace request ${amount} of ${what}`
    : `the limits of the namespace’s pods come to ${amount} of ${what}`;
}

/** A quota with scopes holds for some of the pods. */
function scoped(quota: Spot): Blind | undefined {
  const places = [['scopes'], ['scopeSelector', 'matchExpressions']].map((steps) => ['spec', ...steps]);
  const steps = places.find((path) => itemsAt(quota, ...path).length > 0);
  if (steps === undefined) return undefined;
  const reason = 'for which pods the quota holds is not followed';
  return { kind: 'unknown', path: pathOf(go(quota, ...steps)), effect: true, reason, dependsOn: [] };
}
