// The ports of a pod that a Service forwards to.
import type { Resource } from '../model/resource.ts';
import { at, type Tree } from '../model/tree.ts';
import { itemsOf, numberAt, textOr } from '../model/typed.ts';
import { type Connection, type Connections, none, type Protocol, protocols } from './connections.ts';
import { type Pod, portsNamed } from './pods.ts';

export interface Forwarded {
  /** Port of the Service; `undefined` while not known. */
  readonly port: number | undefined;
  readonly protocol: Protocol;
  /** Ports of the pod. */
  readonly target: Connection;
}

/** One entry a port of the Service; a name that the pod does not declare leads nowhere. */
export function forwardedPorts(table: Connections, service: Resource, pod: Pod): readonly Forwarded[] {
  return itemsOf(service.tree, ['spec', 'ports']).map((entry) => {
    const protocol = protocols.find((one) => one === (textOr(entry, ['protocol']) ?? 'TCP')) ?? 'TCP';
    const own = numberAt(entry, ['port']);
    const port = own.kind === 'known' ? own.value : undefined;
    return { port, protocol, target: targetOf(table, entry, port, protocol, pod) };
  });
}

function targetOf(
  table: Connections,
  entry: Tree,
  port: number | undefined,
  protocol: Protocol,
  pod: Pod,
): Connection {
  const found = at(entry, ['targetPort']);
  const value = found.kind === 'known' ? (found.value ?? port) : undefined;
  if (typeof value === 'number') return table.of(protocol, value, value);
  if (typeof value !== 'string') return none;
  if (/^\d+$/.test(value)) return table.of(protocol, Number(value), Number(value));
  return portsNamed(pod, value, protocol).reduce(
    (sum, one) => table.unite(sum, table.of(protocol, one.port, one.port)),
    none,
  );
}
