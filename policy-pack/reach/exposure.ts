// What the unknown ingress controller reaches: workloads behind an Ingress or an OpenShift Route.
import type { Resource } from '../model/resource.ts';
import { readFixedSelector, selects } from '../model/selector.ts';
import { serviceNamed } from '../model/services.ts';
import { ofKind, type Stack } from '../model/stack.ts';
import { at, isMap, type Tree } from '../model/tree.ts';
import { itemsOf, numberAt, textAt, textOr } from '../model/typed.ts';
import { type Connection, none } from './connections.ts';
import type { Decision } from './decide.ts';
import { type Pod, podsOf, portsNamed } from './pods.ts';
import type { Peer, Reachability } from './reachability.ts';

export const controllerName = '{ingress-controller}';

export interface Exposure {
  readonly destination: Peer;
  readonly decision: Decision;
  /** Ingresses and Routes that lead there. */
  readonly through: readonly Resource[];
}

interface Backend {
  readonly through: Resource;
  readonly service: string;
  /** Port of the Service by number or name; absent: all its ports. */
  readonly port: string | number | undefined;
  /** A Route names a port of the endpoints: by the name of the Service's port or the number of the pod's. */
  readonly byTarget: boolean;
}

/**
 * One entry a workload that the controller reaches, sorted by name. Other analyzers list only ports that a container
 * declares; a controller reaches what listens, declared or not (`undeclared`).
 */
export function exposures(reach: Reachability, undeclared = false): readonly Exposure[] {
  const { table, population, ingress } = reach;
  const stranger = ingress.classOf.length - 1;
  const controller: Peer = {
    name: controllerName,
    kind: 'controller',
    endpoints: [stranger],
    workload: -1,
    range: undefined,
  };
  const found = new Map<number, { sure: Connection; perhaps: Connection; through: Set<Resource> }>();
  for (const backend of backendsOf(reach.stack)) {
    const { namespace } = backend.through;
    const service =
      namespace === undefined ? undefined : serviceNamed(reach.stack, namespace, backend.service);
    if (service === undefined) continue;
    const selector = readFixedSelector(service.tree, ['spec', 'selector']);
    if (selector.requirements.length === 0) continue;
    for (const pod of podsOf(population, service.namespace)) {
      const chosen = selects(selector, pod.labels);
      if (chosen === 'no') continue;
      const declared = targetPorts(reach, service, backend, pod, undeclared);
      // A port that is declared later may be any.
      const ports = declared === none && !pod.portsComplete ? table.of('TCP') : declared;
      const certain = chosen === 'yes' && ports === declared;
      const peer = reach.destinations[pod.workload];
      if (ports === none || peer === undefined) continue;
      const decision = reach.between(controller, { ...peer, endpoints: [pod.index] });
      const entry = found.get(pod.workload) ?? { sure: none, perhaps: none, through: new Set() };
      if (certain) entry.sure = table.unite(entry.sure, table.intersect(decision.sure, ports));
      entry.perhaps = table.unite(entry.perhaps, table.intersect(decision.perhaps, ports));
      entry.through.add(backend.through);
      found.set(pod.workload, entry);
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .flatMap(([workload, { sure, perhaps, through }]) => {
      const destination = reach.destinations[workload];
      return destination === undefined || perhaps === none
        ? []
        : [{ destination, decision: { sure, perhaps }, through: [...through] }];
    });
}

function backendsOf(stack: Stack): readonly Backend[] {
  const ingresses = ofKind(stack, 'Ingress').flatMap((through) => {
    const spec = at(through.tree, ['spec']);
    if (spec.kind !== 'known') return [];
    const paths = itemsOf(spec.value, ['rules']).flatMap((rule) => itemsOf(rule, ['http', 'paths']));
    const backends = paths.map((path) => at(path, ['backend']));
    return [at(spec.value, ['defaultBackend']), at(spec.value, ['backend']), ...backends].flatMap(
      (backend) =>
        backend.kind === 'known' && backend.value !== undefined ? ingressBackend(through, backend.value) : [],
    );
  });
  const routes = ofKind(stack, 'Route', 'route.openshift.io').flatMap((through) => {
    const targets = [
      at(through.tree, ['spec', 'to']),
      ...itemsOf(through.tree, ['spec', 'alternateBackends']).map((item) => at(item, [])),
    ];
    const port = portAt(through.tree, ['spec', 'port', 'targetPort']);
    return targets.flatMap((target): Backend[] => {
      const tree = target.kind === 'known' ? target.value : undefined;
      const service = textOr(tree, ['name']);
      const kind = textOr(tree, ['kind']) ?? 'Service';
      const weight = numberAt(tree, ['weight']);
      // «Weight 0 causes no requests to the backend» (API reference of RouteSpec).
      const idle = weight.kind === 'known' && weight.value === 0;
      return service === undefined || kind !== 'Service' || idle
        ? []
        : [{ through, service, port, byTarget: true }];
    });
  });
  return [...ingresses, ...routes];
}

/** networking.k8s.io/v1 has `service.name` and `service.port`, the older form `serviceName` and `servicePort`. */
function ingressBackend(through: Resource, backend: Tree): Backend[] {
  const service = textOr(backend, ['service', 'name']) ?? textOr(backend, ['serviceName']);
  if (service === undefined) return [];
  const port =
    portAt(backend, ['service', 'port', 'number']) ??
    portAt(backend, ['service', 'port', 'name']) ??
    portAt(backend, ['servicePort']);
  return [{ through, service, port, byTarget: false }];
}

function portAt(tree: Tree, path: readonly string[]): string | number | undefined {
  const found = at(tree, path);
  const value = found.kind === 'known' ? found.value : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** TCP ports of the pod that the Service forwards to; `undeclared`: those too that no container declares. */
function targetPorts(
  { table }: Reachability,
  service: Resource,
  backend: Backend,
  pod: Pod,
  undeclared: boolean,
): Connection {
  let ports = none;
  for (const entry of itemsOf(service.tree, ['spec', 'ports'])) {
    if (!isMap(entry) || (textOr(entry, ['protocol']) ?? 'TCP') !== 'TCP') continue;
    const number = numberAt(entry, ['port']);
    const own = number.kind === 'known' ? number.value : undefined;
    const target = portAt(entry, ['targetPort']) ?? own;
    if (target === undefined) continue;
    const name = textAt(entry, ['name']);
    const isNamed =
      backend.port === undefined || (name.kind === 'known' && String(backend.port) === name.value);
    for (const port of podPorts(pod, target, undeclared)) {
      const isMeant =
        isNamed || (backend.byTarget ? String(backend.port) === String(port) : backend.port === own);
      if (isMeant) ports = table.unite(ports, table.of('TCP', port, port));
    }
  }
  return ports;
}

function podPorts(pod: Pod, target: string | number, undeclared: boolean): readonly number[] {
  if (typeof target === 'string') return portsNamed(pod, target, 'TCP').map(({ port }) => port);
  const isDeclared = pod.ports.some(({ port, protocol }) => port === target && protocol === 'TCP');
  return isDeclared || undeclared ? [target] : [];
}
