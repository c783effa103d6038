// What the unknown ingress controller reaches: workloads behind an Ingress, a Route or a route of the Gateway API.

import type { Resource } from '../model/resource.ts';
import { both, readFixedSelector } from '../model/selector.ts';
import { selectsSome } from '../model/selects-some.ts';
import { serviceNamed } from '../model/services.ts';
import { isMap } from '../model/tree.ts';
import { itemsOf, numberAt, textAt, textOr } from '../model/typed.ts';
import type { Backend } from './backend.ts';
import { backendsOf, portAt } from './backends.ts';
import { type Connection, none, type Protocol } from './connections.ts';
import type { Decision } from './decide.ts';
import { type Pod, podsNear, portsNamed } from './pods.ts';
import type { Peer, Reachability } from './reachability.ts';

export const controllerName = '{ingress-controller}';

export interface Exposure {
  readonly destination: Peer;
  readonly decision: Decision;
  /** Ingresses and routes that lead there. */
  readonly through: readonly Resource[];
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
    const { namespace, isSure } = backend;
    const service =
      namespace === undefined ? undefined : serviceNamed(reach.stack, namespace, backend.service);
    if (service === undefined) continue;
    const selector = readFixedSelector(service.tree, ['spec', 'selector']);
    if (selector.requirements.length === 0) continue;
    for (const { pod, truth } of podsNear(population, service.namespace)) {
      const chosen = both(truth, selectsSome(selector, pod.labels, pod.template));
      if (chosen === 'no') continue;
      const declared = targetPorts(reach, service, backend, pod, undeclared);
      // A port that is declared later may be any.
      const ports = declared === none && !pod.portsComplete ? table.of(backend.protocol) : declared;
      const certain = isSure && chosen === 'yes' && ports === declared;
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

/** Ports of the pod that the Service forwards to; `undeclared`: those too that no container declares. */
function targetPorts(
  { table }: Reachability,
  service: Resource,
  backend: Backend,
  pod: Pod,
  undeclared: boolean,
): Connection {
  let ports = none;
  for (const entry of itemsOf(service.tree, ['spec', 'ports'])) {
    if (!isMap(entry) || (textOr(entry, ['protocol']) ?? 'TCP') !== backend.protocol) continue;
    const number = numberAt(entry, ['port']);
    const own = number.kind === 'known' ? number.value : undefined;
    const target = portAt(entry, ['targetPort']) ?? own;
    if (target === undefined) continue;
    const name = textAt(entry, ['name']);
    const isNamed =
      backend.port === undefined || (name.kind === 'known' && String(backend.port) === name.value);
    for (const port of podPorts(pod, target, backend.protocol, undeclared)) {
      const isMeant =
        isNamed || (backend.byTarget ? String(backend.port) === String(port) : backend.port === own);
      if (isMeant) ports = table.unite(ports, table.of(backend.protocol, port, port));
    }
  }
  return ports;
}

function podPorts(
  pod: Pod,
  target: string | number,
  wanted: Protocol,
  undeclared: boolean,
): readonly number[] {
  if (typeof target === 'string') return portsNamed(pod, target, wanted).map(({ port }) => port);
  const isDeclared = pod.ports.some(({ port, protocol }) => port === target && protocol === wanted);
  return isDeclared || undeclared ? [target] : [];
}
