// What a disruption budget keeps of the pods that it selects, and which budgets a namespace has.
import type { Resource } from '../../model/resource.ts';
import { readSelector, type Selector, type Truth } from '../../model/selector.ts';
import { perStack } from '../per-stack.ts';
import { go, isSet, pathOf, type Spot, spotAt, textAt, Unseen } from '../spot.ts';

export interface Budget {
  readonly resource: Resource;
  readonly selector: Selector;
}

/** Budgets by namespace. Without a selector a budget selects nothing (API reference, PodDisruptionBudgetSpec). */
export const budgets = perStack((stack) => {
  const all = (stack.byKind.get('PodDisruptionBudget') ?? []).filter(({ tree }) => selectsAny(spotAt(tree)));
  const read = all.map(
    (resource): Budget => ({ resource, selector: readSelector(resource.tree, ['spec', 'selector']) }),
  );
  return Map.groupBy(read, ({ resource }) => resource.namespace);
});

function selectsAny(budget: Spot): boolean {
  try {
    return isSet(budget, 'spec', 'selector');
  } catch (error) {
    if (error instanceof Unseen) return true;
    throw error;
  }
}

/**
 * How many of `count` pods must stay. Percentages are rounded up, on either side, and a budget that says neither field
 * keeps all: the controller counts no pods for it and so grants no eviction (Kubernetes, the disruption controller).
 * Throws `Unseen` where it is not known.
 */
export function keptOf(budget: Spot, count: number): number {
  const going = go(budget, 'spec', 'maxUnavailable');
  const most = textAt(going);
  if (most !== undefined) return Math.max(0, count - share(going, most, count));
  const staying = go(budget, 'spec', 'minAvailable');
  const least = textAt(staying);
  return least === undefined ? count : share(staying, least, count);
}

/** Whether a drain leaves any of `count` pods. */
export function keepsSome({ resource }: Budget, count: number): Truth {
  try {
    return keptOf(spotAt(resource.tree), count) > 0 ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof Unseen) return 'maybe';
    throw error;
  }
}

function share(place: Spot, text: string, count: number): number {
  const match = /^(\d{1,9})(%?)$/.exec(text);
  if (match === null) throw new Unseen(pathOf(place), 'it is neither a number nor a percentage');
  const amount = Number(match[1]);
  return match[2] === '' ? amount : Math.ceil((amount * count) / 100);
}
