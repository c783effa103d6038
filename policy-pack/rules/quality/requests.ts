// What the pods of a namespace request, summed over replicas.
import { parseQuantity } from '../../model/quantity.ts';
import type { Resource } from '../../model/resource.ts';
import type { Stack } from '../../model/stack.ts';
import { podTemplates } from '../../model/workloads.ts';
import { type Amount, defaultOf, ofWholePod } from '../limit-ranges.ts';
import { perStack } from '../per-stack.ts';
import { openPod, runningAt } from '../pod.ts';
import { inNamespace, namespaceUnseen } from '../same-namespace.ts';
import { pathOf, spotAt, textAt, Unseen } from '../spot.ts';
import { replicasOf } from './replicas.ts';

const scaled = new Set(['Deployment', 'StatefulSet']);
const single = new Set(['Pod', 'Job', 'CronJob']);

const byNamespace = perStack((stack) => Map.groupBy(stack.resources, ({ namespace }) => namespace));

/**
 * What is requested beside the quota, in billionths of the unit. Throws `Unseen` where a request, a number of replicas
 * or a namespace is not known, unless what is known is beyond the room already.
 */
export function requestsOf(stack: Stack, quota: Resource, what: Amount, room: bigint): bigint {
  const { sure, perhaps } = inNamespace(byNamespace(stack), quota.namespace);
  let sum = 0n;
  for (const resource of sure) sum += allOf(resource, stack, what);
  if (sum > room) return sum;
  let most = sum;
  for (const resource of perhaps) {
    most += allOf(resource, stack, what);
    if (most > room) throw namespaceUnseen(quota, resource);
  }
  return sum;
}

function allOf(resource: Resource, stack: Stack, what: Amount): bigint {
  const pods = podsOf(resource, stack);
  return pods > 0 ? BigInt(pods) * requestOf(resource, stack, what) : 0n;
}

function podsOf(resource: Resource, stack: Stack): number {
  if (scaled.has(resource.kind)) return replicasOf({ resource, spot: spotAt(resource.tree) }, stack).least;
  return single.has(resource.kind) ? 1 : 0;
}

/** What the pod as a whole asks for goes before its containers; sidecars run beside them. */
function requestOf(resource: Resource, stack: Stack, what: Amount): bigint {
  let sum = 0n;
  for (const template of podTemplates(resource)) {
    const { spec } = openPod(template);
    const whole = ofWholePod(spec, 'requests', what);
    const asking = whole === undefined ? runningAt(spec) : [spec];
    for (const one of asking) {
      const text =
        textAt(one, 'resources', 'requests', what) ??
        textAt(one, 'resources', 'limits', what) ??
        defaultOf(stack, resource, 'requests', what);
      if (text === undefined) continue;
      const amount = parseQuantity(text);
      if (amount === undefined) throw new Unseen(pathOf(one), `its request of ${what} is no quantity`);
      sum += amount;
    }
  }
  return sum;
}

/** In plain units, up to three decimals. */
export function amountText(billionths: bigint): string {
  const thousandths = billionths / 1_000_000n;
  const text = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
  return text.replace(/\.?0+$/, '');
}
