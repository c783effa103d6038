// Ports as the policy dialects write them → the common form.
import { at, type Path, type Tree } from '../model/tree.ts';
import { numberAt, textAt } from '../model/typed.ts';
import { type Protocol, protocols } from './connections.ts';
import type { PortMatch } from './policy.ts';

function doubt(reason: string): PortMatch {
  return { kind: 'doubtful', reason };
}

/** Protocol at a path, TCP when absent; `undefined` when it is not known or not one of the three. */
export function protocolAt(tree: Tree, path: Path): Protocol | undefined {
  const found = textAt(tree, path);
  if (found.kind !== 'known') return undefined;
  if (found.value === undefined || found.value === '') return 'TCP';
  return protocols.find((protocol) => protocol === found.value);
}

/** A range of ports; doubtful where the API server would refuse it. */
export function portRange(protocol: Protocol, from: number | undefined, to: number | undefined): PortMatch {
  if (from === undefined || to === undefined || from < 1 || to > 65_535 || from > to) {
    return doubt('a port that is no port');
  }
  return { kind: 'range', protocol, from, to };
}

/** `NetworkPolicyPort`: protocol, port by number or name, endPort. */
export function readPolicyPort(entry: Tree): PortMatch {
  const protocol = protocolAt(entry, ['protocol']);
  const port = at(entry, ['port']);
  const end = numberAt(entry, ['endPort']);
  if (protocol === undefined || port.kind !== 'known' || end.kind !== 'known')
    return doubt('a port is not known');
  if (port.value === undefined) return { kind: 'range', protocol, from: 1, to: 65_535 };
  if (typeof port.value === 'number') return portRange(protocol, port.value, end.value ?? port.value);
  if (typeof port.value === 'string' && /[a-z]/.test(port.value))
    return { kind: 'named', name: port.value, protocol };
  // A number in quotes: the API server asks a name for a letter, and refuses the policy.
  return doubt('a port that is no port');
}

/** `AdminNetworkPolicyPort` (v1alpha1): exactly one of portNumber, namedPort, portRange. */
export function readAdminPort(entry: Tree): PortMatch {
  const named = textAt(entry, ['namedPort']);
  if (named.kind !== 'known') return doubt('a port is not known');
  if (named.value !== undefined) return { kind: 'named', name: named.value, protocol: undefined };
  for (const [key, low, high] of [
    ['portNumber', 'port', 'port'],
    ['portRange', 'start', 'end'],
  ] as const) {
    const found = at(entry, [key]);
    if (found.kind !== 'known') return doubt('a port is not known');
    if (found.value === undefined) continue;
    const protocol = protocolAt(found.value, ['protocol']);
    const from = numberAt(found.value, [low]);
    const to = numberAt(found.value, [high]);
    if (protocol === undefined || from.kind !== 'known' || to.kind !== 'known')
      return doubt('a port is not known');
    return portRange(protocol, from.value, to.value);
  }
  return doubt('a port of an unknown kind');
}

/** `ClusterNetworkPolicyProtocol` (v1alpha2): tcp, udp or sctp with destinationPort, or destinationNamedPort. */
export function readProtocolMatch(entry: Tree): PortMatch {
  const named = textAt(entry, ['destinationNamedPort']);
  if (named.kind !== 'known') return doubt('a port is not known');
  if (named.value !== undefined && named.value !== '') {
    return { kind: 'named', name: named.value, protocol: undefined };
  }
  for (const protocol of protocols) {
    const found = at(entry, [protocol.toLowerCase()]);
    if (found.kind !== 'known') return doubt('a port is not known');
    if (found.value === undefined) continue;
    const port = at(found.value, ['destinationPort']);
    if (port.kind !== 'known') return doubt('a port is not known');
    if (port.value === undefined) return { kind: 'range', protocol, from: 1, to: 65_535 };
    const number = numberAt(port.value, ['number']);
    const start = numberAt(port.value, ['range', 'start']);
    const end = numberAt(port.value, ['range', 'end']);
    if (number.kind !== 'known' || start.kind !== 'known' || end.kind !== 'known')
      return doubt('a port is not known');
    return portRange(protocol, number.value ?? start.value, number.value ?? end.value);
  }
  return doubt('a protocol that is not understood');
}
