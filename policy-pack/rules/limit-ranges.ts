// Amounts of CPU and memory: what is one, and what pods and LimitRanges give to containers that ask for nothing themselves.
import { parseQuantity } from '../model/quantity.ts';
import type { Resource } from '../model/resource.ts';
import type { Stack } from '../model/stack.ts';
import { inNamespace, kindByNamespace, namespaceUnseen } from './same-namespace.ts';
import { go, itemsAt, type Spot, spotAt, textAt } from './spot.ts';

export type Amount = 'cpu' | 'memory';

/** Whether it is a quantity above zero: zero is no limit to the kubelet and no request to the scheduler. */
export function isAmount(text: string | undefined): boolean {
  return text !== undefined && (parseQuantity(text) ?? 0n) > 0n;
}

const rangesOf = kindByNamespace('LimitRange');

/**
 * The default that admission writes into a container of the resource: a limit from `default`, else `max`; a request
 * from `defaultRequest`, else the limit, else `min` (https://kubernetes.io/docs/concepts/policy/limit-range/ and the API's
 * defaulting of LimitRangeItem). Throws `Unseen` where it is not known.
 */
export function defaultOf(
  stack: Stack,
  resource: Resource,
  field: 'limits' | 'requests',
  what: Amount,
): string | undefined {
  const { sure, perhaps } = inNamespace(rangesOf(stack), resource.namespace);
  for (const range of sure) {
    const found = givenBy(range, field, what);
    if (found !== undefined) return found;
  }
  for (const range of perhaps) {
    if (givenBy(range, field, what) !== undefined) throw namespaceUnseen(resource, range);
  }
  return undefined;
}

function givenBy(range: Resource, field: 'limits' | 'requests', what: Amount): string | undefined {
  const keys = field === 'limits' ? ['default', 'max'] : ['defaultRequest', 'default', 'max', 'min'];
  for (const item of itemsAt(spotAt(range.tree), 'spec', 'limits')) {
    if (textAt(item, 'type') !== 'Container') continue;
    const [found] = keys.flatMap((key) => textAt(item, key, what) ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the pod as a whole asks for (`spec.resources`, Kubernetes 1.34). Throws `Unseen`. */
export function ofWholePod(spec: Spot, field: 'limits' | 'requests', what: Amount): string | undefined {
  return textAt(go(spec, 'resources'), field, what);
}
