// Intents: connections that are meant, in the one grammar of the policy file (docs/network-intents.md).
import { type AddressRange, parseAddress, parseBlock } from '../../reach/addresses.ts';
import {
  all,
  type Connection,
  type Connections,
  none,
  type Protocol,
  protocols,
} from '../../reach/connections.ts';

export type IntentPeer =
  /** Globs of the namespace and the name; a kind where one is given. */
  | {
      readonly kind: 'workload';
      readonly namespace: RegExp;
      readonly name: RegExp;
      readonly of: string | undefined;
    }
  | { readonly kind: 'addresses'; readonly range: AddressRange }
  | { readonly kind: 'internet' }
  | { readonly kind: 'name'; readonly pattern: string };

export interface IntentPorts {
  readonly protocol: Protocol | undefined;
  readonly from: number;
  readonly to: number;
}

export interface Intent {
  readonly from: IntentPeer;
  readonly to: Target;
}

export interface Target {
  readonly peer: IntentPeer;
  /** Absent: every port. */
  readonly ports: readonly IntentPorts[] | undefined;
}

/** `undefined` when the text is none. */
export function parseIntent(text: string): Intent | undefined {
  const [left, right, rest] = text.split('->').map((part) => part.trim());
  if (left === undefined || right === undefined || rest !== undefined) return undefined;
  const from = parsePeer(left);
  const to = parseTarget(right);
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** `api:8080`, `10.0.0.0/8:udp/53`, `[2001:db8::]/32:443`, `api.example:443,8443`; without ports: every port. */
export function parseTarget(text: string): Target | undefined {
  const bare = parsePeer(text);
  const six = /^\[([^\]]+)\](\/\d+)?(?::(.+))?$/.exec(text);
  if (six !== null) return targetOf(`${six[1]}${six[2] ?? ''}`, six[3]);
  if (bare?.kind === 'addresses') return { peer: bare, ports: undefined };
  const colon = text.indexOf(':');
  return colon < 0 ? targetOf(text, undefined) : targetOf(text.slice(0, colon), text.slice(colon + 1));
}

function targetOf(peerText: string, portsText: string | undefined): Target | undefined {
  const peer = parsePeer(peerText);
  const ports = portsText === undefined || portsText === '*' ? 'any' : parsePorts(portsText);
  if (peer === undefined || ports === undefined) return undefined;
  return { peer, ports: ports === 'any' ? undefined : ports };
}

/** Peer without ports. */
export function parsePeer(text: string): IntentPeer | undefined {
  if (text === 'internet') return { kind: 'internet' };
  const address = parseAddress(text);
  const range =
    address === undefined
      ? parseBlock(text)
      : { family: address.family, from: address.value, to: address.value };
  if (range !== undefined) return { kind: 'addresses', range };
  const workload = /^(?:([\w.*-]+)\/)?([\w.*-]+)(?:\[(\w+)\])?$/.exec(text);
  const name = workload?.[2];
  if (workload === null || name === undefined) return undefined;
  if (workload[1] === undefined && name.includes('.') && workload[3] === undefined)
    return /^(?:\*\.)?[\w-]+(?:\.[\w-]+)+\.?$/.test(name)
      ? { kind: 'name', pattern: name.toLowerCase() }
      : undefined;
  return { kind: 'workload', namespace: glob(workload[1] ?? '*'), name: glob(name), of: workload[3] };
}

function glob(text: string): RegExp {
  const source = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`);
}

function parsePorts(text: string): readonly IntentPorts[] | undefined {
  const ports: IntentPorts[] = [];
  let protocol: Protocol | undefined = 'TCP';
  for (const part of text.split(',')) {
    const match = /^(?:(tcp|udp|sctp)\/)?(?:(\d{1,5})(?:-(\d{1,5}))?|(\*))$/i.exec(part.trim());
    if (match === null) return undefined;
    const named = match[1]?.toUpperCase();
    if (named !== undefined) protocol = protocols.find((one) => one === named);
    const from = match[4] === undefined ? Number(match[2]) : 1;
    const to = match[4] === undefined ? Number(match[3] ?? match[2]) : 65_535;
    if (from < 1 || to > 65_535 || from > to) return undefined;
    ports.push({ protocol, from, to });
  }
  return ports;
}

/** The connections that a target means. */
export function connectionOf(table: Connections, { ports }: Target): Connection {
  if (ports === undefined) return all;
  return ports.reduce(
    (sum, { protocol, from, to }) => table.unite(sum, table.of(protocol ?? 'TCP', from, to)),
    none,
  );
}

/** Whether a peer means a workload, given as `namespace/name[Kind]`. */
export function meansWorkload(peer: IntentPeer, name: string): boolean {
  if (peer.kind !== 'workload') return false;
  const parts = /^(.*?)\/(.*)\[(\w+)\]$/.exec(name);
  if (parts === null) return false;
  return (
    peer.namespace.test(parts[1] ?? '') &&
    peer.name.test(parts[2] ?? '') &&
    (peer.of === undefined || peer.of === parts[3])
  );
}
