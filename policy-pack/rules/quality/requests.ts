// What the pods of a namespace ask of a quota, summed over replicas.
import { parseQuantity } from '../../model/quantity.ts';
import { describeResource, type Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import { podTemplates } from '../../model/workloads.ts';
import { type Amount, defaultOf, ofWholePod } from '../limit-ranges.ts';
import { perStack } from '../per-stack.ts';
import { isSidecar, openPod } from '../pod.ts';
import { inNamespace, namespaceUnseen } from '../same-namespace.ts';
import { itemsAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../spot.ts';
import { replicasOf } from './replicas.ts';

/** What a quota counts: an amount that pods ask for, or the pods themselves. */
export type Measure = { readonly field: 'limits' | 'requests'; readonly what: Amount } | 'pods';

const scaled = new Set(['Deployment', 'StatefulSet']);
const single = new Set(['Pod', 'Job', 'CronJob']);

const byNamespace = perStack((stack) => Map.groupBy(stack.resources, ({ namespace }) => namespace));

/**
 * What is asked for beside the quota, in billionths of the unit. Throws `Unseen` where an amount, a number of replicas
 * or a namespace is not known, unless what is known is beyond the room already.
 */
export function askedOf(stack: Stack, quota: Resource, measure: Measure, room: bigint): bigint {
  const { sure, perhaps } = inNamespace(byNamespace(stack), quota.namespace);
  let sum = 0n;
  for (const resource of sure) sum += allOf(resource, stack, measure);
  if (sum > room) return sum;
  let most = sum;
  for (const resource of perhaps) {
    most += allOf(resource, stack, measure);
    if (most > room) throw namespaceUnseen(quota, resource);
  }
  return sum;
}

/**
 * A workload beside the quota that does not say what the quota counts, with its container: such pods are refused
 * (https://kubernetes.io/docs/concepts/policy/resource-quotas/), for init containers too. Throws `Unseen`.
 */
export function silentBeside(stack: Stack, quota: Resource, measure: Measure): string | undefined {
  if (measure === 'pods') return undefined;
  const { sure, perhaps } = inNamespace(byNamespace(stack), quota.namespace);
  for (const resource of sure) {
    const found = silentIn(resource, stack, measure);
    if (found !== undefined) return found;
  }
  for (const resource of perhaps)
    if (silentIn(resource, stack, measure) !== undefined) throw namespaceUnseen(quota, resource);
  return undefined;
}

type Counted = Exclude<Measure, 'pods'>;

function silentIn(resource: Resource, stack: Stack, measure: Counted): string | undefined {
  if (podsOf(resource, stack) <= 0) return undefined;
  for (const template of podTemplates(resource)) {
    const { spec, lists } = openPod(template);
    if (wholeOf(spec, measure) !== undefined) continue;
    // Ephemeral containers, which come last, may state none.
    for (const list of lists.slice(0, 2)) {
      if (list instanceof Unseen) throw list;
      const silent = list.find(({ spot }) => ownOf(spot, resource, stack, measure) === undefined);
      if (silent !== undefined) return `container ${silent.label} of ${describeResource(resource)}`;
    }
  }
  return undefined;
}

function allOf(resource: Resource, stack: Stack, measure: Measure): bigint {
  const pods = BigInt(podsOf(resource, stack));
  if (pods <= 0n) return 0n;
  let sum = 0n;
  for (const template of podTemplates(resource))
    sum += measure === 'pods' ? 1_000_000_000n : ofPod(openPod(template).spec, resource, stack, measure);
  return pods * sum;
}

function podsOf(resource: Resource, stack: Stack): number {
  if (scaled.has(resource.kind)) return replicasOf({ resource, spot: spotAt(resource.tree) }, stack).least;
  return single.has(resource.kind) ? 1 : 0;
}

/**
 * What the pod as a whole asks for goes before its containers. Sidecars run beside them; an init container that ends
 * runs before them, with the sidecars that stand above it
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/).
 */
function ofPod(spec: Spot, resource: Resource, stack: Stack, measure: Counted): bigint {
  const whole = wholeOf(spec, measure);
  if (whole !== undefined) return quantity(spec, whole, measure);
  const own = (container: Spot): bigint => {
    const text = ownOf(container, resource, stack, measure);
    return text === undefined ? 0n : quantity(container, text, measure);
  };
  let beside = 0n;
  let most = 0n;
  for (const container of itemsAt(spec, 'initContainers')) {
    const amount = own(container);
    if (isSidecar(container)) beside += amount;
    else if (beside + amount > most) most = beside + amount;
  }
  for (const container of itemsAt(spec, 'containers')) beside += own(container);
  return beside > most ? beside : most;
}

function wholeOf(spec: Spot, { field, what }: Counted): string | undefined {
  const stated = ofWholePod(spec, field, what);
  return stated ?? (field === 'requests' ? ofWholePod(spec, 'limits', what) : undefined);
}

/** The API server takes a limit for the request that is missing, and then what the namespace gives. */
function ownOf(
  container: Spot,
  resource: Resource,
  stack: Stack,
  { field, what }: Counted,
): string | undefined {
  const limit = field === 'requests' ? textAt(container, 'resources', 'limits', what) : undefined;
  return textAt(container, 'resources', field, what) ?? limit ?? defaultOf(stack, resource, field, what);
}

function quantity(place: Spot, text: string, { field, what }: Counted): bigint {
  const amount = parseQuantity(text);
  if (amount === undefined || amount < 0n)
    throw new Unseen(pathOf(place), `what it says of ${field}.${what} is no amount`);
  return amount;
}

/** In plain units, up to three decimals. */
export function amountText(billionths: bigint): string {
  const thousandths = billionths / 1_000_000n;
  const text = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
  return text.replace(/\.?0+$/, '');
}
