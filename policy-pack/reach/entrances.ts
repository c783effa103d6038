// How a workload can be entered from the internet: load balancers, node ports, host ports, Ingresses and Routes.

import { describeResource, type Resource } from '../model/resource.ts';
import { both, readFixedSelector } from '../model/selector.ts';
import { selectsSome } from '../model/selects-some.ts';
import { exposedAs } from '../model/services.ts';
import { ofKind } from '../model/stack.ts';
import { itemsOf, numberAt, textAt, textOr } from '../model/typed.ts';
import { type AddressRange, parseBlock } from './addresses.ts';
import { all, type Connection, none, protocols } from './connections.ts';
import { hidesPorts, runningContainers } from './container-ports.ts';
import type { Decision } from './decide.ts';
import { exposures } from './exposure.ts';
import { sideOf } from './one-side.ts';
import { type Pod, podsNear } from './pods.ts';
import { isPublic, meet } from './public.ts';
import type { Reachability } from './reachability.ts';
import { forwardedPorts } from './service-ports.ts';

/** How every list names the source of what is entered from the internet. */
export const internetName = '{internet}';

export interface Entrance {
  /** Number of the workload. */
  readonly workload: number;
  readonly decision: Decision;
  readonly through: string;
}

/** Every entrance that policies leave open, surely or perhaps. */
export function entrances(reach: Reachability): readonly Entrance[] {
  const controlled = exposures(reach, true).map(({ destination, decision, through }) => ({
    workload: destination.workload,
    decision,
    through: through.map(describeResource).sort().join(', '),
  }));
  return [...controlled.filter(({ decision }) => decision.perhaps !== none), ...directEntrances(reach)];
}

/** Those without an ingress controller in between: load balancers, node ports, addresses of Services and hosts. */
function directEntrances(reach: Reachability): readonly Entrance[] {
  const found = [
    ...ofKind(reach.stack, 'Service', '').flatMap((service) => behind(reach, service)),
    ...reach.population.pods.flatMap((pod) => hostPorts(reach, pod)),
  ];
  return found.filter(({ decision }) => decision.perhaps !== none);
}

/** What comes straight from the internet, one entry a workload, in their order. */
export function fromInternet(reach: Reachability): readonly Entrance[] {
  const byWorkload = new Map<number, { decision: Decision; through: Set<string> }>();
  for (const { workload, decision, through } of directEntrances(reach)) {
    const known = byWorkload.get(workload);
    const { sure, perhaps } = known?.decision ?? { sure: none, perhaps: none };
    byWorkload.set(workload, {
      decision: {
        sure: reach.table.unite(sure, decision.sure),
        perhaps: reach.table.unite(perhaps, decision.perhaps),
      },
      through: (known?.through ?? new Set()).add(through),
    });
  }
  return [...byWorkload]
    .sort(([a], [b]) => a - b)
    .map(([workload, { decision, through }]) => ({
      workload,
      decision,
      through: [...through].sort().join(', '),
    }));
}

const internalSigns: readonly (readonly [string, RegExp])[] = [
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?!false$)./],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/],
  ['networking.gke.io/load-balancer-type', /^Internal$/i],
  ['cloud.google.com/load-balancer-type', /^Internal$/i],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', /^intranet$/],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', /^private$/],
];

function behind(reach: Reachability, service: Resource): readonly Entrance[] {
  const how = exposedAs(service);
  const isInternal = internalSigns.some(([key, value]) =>
    value.test(textOr(service.tree, ['metadata', 'annotations', key]) ?? ''),
  );
  if (how === undefined || (how === 'LoadBalancer' && isInternal)) return [];
  const type = textAt(service.tree, ['spec', 'type']);
  const listed = itemsOf(service.tree, ['spec', 'loadBalancerSourceRanges']);
  const limits = listed.flatMap((item) => parseBlock(typeof item === 'string' ? item : '') ?? []);
  const selector = readFixedSelector(service.tree, ['spec', 'selector']);
  if (selector.certain && selector.requirements.length === 0) return [];
  return podsNear(reach.population, service.namespace).flatMap(({ pod, truth }) => {
    const chosen = both(truth, selectsSome(selector, pod.labels, pod.template));
    if (chosen === 'no') return [];
    const target = forwardedPorts(reach.table, service, pod).reduce(
      (sum, one) => reach.table.unite(sum, one.target),
      none,
    );
    const open = fromOutside(reach, pod, target, how === 'LoadBalancer' ? limits : []);
    const sure = chosen === 'yes' && type.kind === 'known' ? open.sure : none;
    return [
      {
        workload: pod.workload,
        decision: { sure, perhaps: open.perhaps },
        through: `${describeResource(service)} (${how})`,
      },
    ];
  });
}

function hostPorts(reach: Reachability, pod: Pod): readonly Entrance[] {
  const { table } = reach;
  let sure: Connection = none;
  let perhaps: Connection = !pod.portsComplete && hidesPorts(pod.template) ? all : none;
  for (const entry of runningContainers(pod.template).flatMap((container) => itemsOf(container, ['ports']))) {
    const host = numberAt(entry, ['hostPort']);
    const own = numberAt(entry, ['containerPort']);
    const protocol = protocols.find((one) => one === (textOr(entry, ['protocol']) ?? 'TCP')) ?? 'TCP';
    if (own.kind === 'known' && own.value === undefined) continue;
    const address = textAt(entry, ['hostIP']);
    if (address.kind === 'known' && isLoopback(address.value) && pod.hostNetwork === 'no') continue;
    const taken = host.kind === 'known' ? host.value !== undefined && host.value !== 0 : undefined;
    if (taken === false && pod.hostNetwork === 'no') continue;
    const port = own.kind === 'known' ? own.value : undefined;
    const ports = table.of(protocol, port, port);
    perhaps = table.unite(perhaps, ports);
    const isTaken = taken === true && address.kind === 'known';
    if (port !== undefined && (isTaken || pod.hostNetwork === 'yes')) sure = table.unite(sure, ports);
  }
  if (perhaps === none) return [];
  const through = pod.hostNetwork === 'yes' ? 'the host’s network' : 'a port of its host';
  const open = fromOutside(reach, pod, perhaps, []);
  const decision = { sure: table.intersect(open.sure, sure), perhaps: open.perhaps };
  return [{ workload: pod.workload, decision, through }];
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^127\./.test(address));
}

/** What public addresses, or those within the limits, can use of some ports of a pod. */
function fromOutside(
  reach: Reachability,
  pod: Pod,
  ports: Connection,
  limits: readonly AddressRange[],
): Decision {
  const { table } = reach;
  const decide = sideOf(reach, 'ingress');
  let sure = none;
  let perhaps = none;
  for (const [index, range] of reach.ingress.outside.entries()) {
    if (!isPublic(range) || (limits.length > 0 && !limits.some((limit) => isPublicPart(limit, range))))
      continue;
    const decision = decide(pod.index, reach.population.pods.length + index);
    sure = table.unite(sure, table.intersect(decision.sure, ports));
    perhaps = table.unite(perhaps, table.intersect(decision.perhaps, ports));
  }
  return { sure, perhaps };
}

function isPublicPart(limit: AddressRange, range: AddressRange): boolean {
  const both = meet(limit, range);
  return both !== undefined && isPublic(both);
}
