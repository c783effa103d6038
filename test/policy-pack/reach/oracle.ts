// A second opinion on reachability: no sets at all, one packet at a time, straight from the API's words.
import type { Manifest, SampleStack } from './sample-stack.ts';

export interface Packet {
  readonly protocol: string;
  readonly port: number;
}

/** A pod's number, or an address outside. */
export type End = { readonly pod: number } | { readonly address: string };

/** What the stack leaves open and the cluster would decide. */
export interface World {
  /**
   * How the plug-in sees pods of the host's network: as other pods, or as traffic of a node, which no selector of a
   * NetworkPolicy selects («NetworkPolicy and hostNetwork pods», kubernetes.io/docs/concepts/services-networking/network-policies).
   */
  readonly hostPods: 'as pods' | 'as nodes';
  /** Address of every pod, and of every node. */
  readonly address: string;
  /** Whether the older admin policies too mean what their API says of host pods and networks. */
  readonly toTheLetter: boolean;
}

/** What other analyzers list: host pods are pods, and blocks hold none. */
export const listingWorld: World = { hostPods: 'as pods', address: '198.51.100.7', toTheLetter: false };

type Loose = Record<string, unknown>;

const map = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function selected(selector: unknown, labels: Record<string, string>): boolean {
  const { matchLabels, matchExpressions } = map(selector);
  for (const [key, value] of Object.entries(map(matchLabels))) if (labels[key] !== value) return false;
  for (const item of list(matchExpressions)) {
    const { key, operator, values } = map(item);
    const value = labels[String(key)];
    const named = value !== undefined && list(values).includes(value);
    if (operator === 'In' && !named) return false;
    if (operator === 'NotIn' && named) return false;
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
  }
  return true;
}

/** Bits of an address, as a text of 32 or 128 zeros and ones: slow and hard to get wrong. */
function bits(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [before = [], after = []] = address
    .split('::')
    .map((half) => half.split(':').filter((part) => part !== ''));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after]
    .map((part) => Number.parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('');
}

function inBlock(address: string, cidr: unknown): boolean {
  const [base = '', length] = String(cidr).split('/');
  if (address.includes(':') !== base.includes(':')) return false;
  return bits(address).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}

export function createOracle(
  stack: SampleStack,
  world: World,
): (from: End, to: End, packet: Packet) => boolean {
  const spaces = new Map(
    stack.namespaces.map((item) => [item.name, { ...item.labels, 'kubernetes.io/metadata.name': item.name }]),
  );
  const pod = (end: End) => ('pod' in end ? stack.pods[end.pod] : undefined);

  const portMatches = (entry: unknown, to: End, packet: Packet): boolean => {
    const fields = map(entry);
    const declared = pod(to)?.ports ?? [];
    const byName = (name: unknown, protocol: unknown): boolean =>
      declared.some(
        (port) =>
          port.name === name &&
          port.port === packet.port &&
          port.protocol === packet.protocol &&
          (protocol === undefined || protocol === port.protocol),
      );
    const within = (low: unknown, high: unknown): boolean =>
      packet.port >= Number(low) && packet.port <= Number(high);
    if ('namedPort' in fields) return byName(fields.namedPort, undefined);
    if ('destinationNamedPort' in fields) return byName(fields.destinationNamedPort, undefined);
    for (const key of ['portNumber', 'portRange']) {
      if (!(key in fields)) continue;
      const range = map(fields[key]);
      if ((range.protocol ?? 'TCP') !== packet.protocol) return false;
      return key === 'portNumber' ? within(range.port, range.port) : within(range.start, range.end);
    }
    for (const key of ['tcp', 'udp', 'sctp']) {
      if (!(key in fields)) continue;
      if (key.toUpperCase() !== packet.protocol) return false;
      const port = map(map(fields[key]).destinationPort);
      if (port.number !== undefined) return within(port.number, port.number);
      const range = map(port.range);
      return port.range === undefined || within(range.start, range.end);
    }
    const protocol = fields.protocol ?? 'TCP';
    if (typeof fields.port === 'string') return byName(fields.port, protocol);
    if (protocol !== packet.protocol) return false;
    return fields.port === undefined || within(fields.port, fields.endPort ?? fields.port);
  };
  const portsMatch = (rule: Loose, to: End, packet: Packet): boolean => {
    const ports = [...list(rule.ports), ...list(rule.protocols)];
    return ports.length === 0 || ports.some((entry) => portMatches(entry, to, packet));
  };
  const onHost = (end: End): boolean => pod(end)?.hostNetwork === true;
  /** Kinds whose text says that host pods are selected by nothing and that networks hold pods. */
  const literal = (kind: string): boolean => kind === 'ClusterNetworkPolicy' || world.toTheLetter;
  const podIn = (end: End, namespaces: unknown, pods: unknown, kind: string): boolean => {
    const one = pod(end);
    if (onHost(end) && (kind === 'NetworkPolicy' ? world.hostPods === 'as nodes' : literal(kind)))
      return false;
    return (
      one !== undefined && selected(namespaces, spaces.get(one.namespace) ?? {}) && selected(pods, one.labels)
    );
  };
  const peerMatches = (peer: unknown, other: End, { kind, namespace }: Manifest): boolean => {
    const fields = map(peer);
    if ('ipBlock' in fields) {
      const block = map(fields.ipBlock);
      if ('pod' in other && !(onHost(other) && world.hostPods === 'as nodes')) return false;
      const address = 'address' in other ? other.address : world.address;
      return inBlock(address, block.cidr) && !list(block.except).some((item) => inBlock(address, item));
    }
    if ('networks' in fields) {
      if ('pod' in other && !literal(kind)) return false;
      const address = 'address' in other ? other.address : world.address;
      return list(fields.networks).some((item) => inBlock(address, item));
    }
    if ('namespaces' in fields) return podIn(other, fields.namespaces, {}, kind);
    if ('pods' in fields)
      return podIn(other, map(fields.pods).namespaceSelector, map(fields.pods).podSelector, kind);
    if ('namespaceSelector' in fields)
      return podIn(other, fields.namespaceSelector, fields.podSelector, kind);
    return pod(other)?.namespace === namespace && podIn(other, {}, fields.podSelector, kind);
  };
  const subjectIs = (policy: Manifest, end: End): boolean => {
    const subject = map(policy.spec.subject);
    if ('namespaces' in subject) return podIn(end, subject.namespaces, {}, policy.kind);
    return podIn(end, map(subject.pods).namespaceSelector, map(subject.pods).podSelector, policy.kind);
  };
  const tierOf = (policy: Manifest): string =>
    ({ AdminNetworkPolicy: 'Admin', BaselineAdminNetworkPolicy: 'Baseline' })[policy.kind] ??
    String(policy.spec.tier ?? '');

  const firstAction = (
    tier: string,
    way: 'ingress' | 'egress',
    own: End,
    other: End,
    to: End,
    packet: Packet,
  ): string => {
    const policies = stack.policies
      .filter(
        (policy) =>
          !['NetworkPolicy', 'EgressFirewall'].includes(policy.kind) &&
          tierOf(policy) === tier &&
          subjectIs(policy, own),
      )
      .sort((a, b) => Number(a.spec.priority ?? 0) - Number(b.spec.priority ?? 0));
    for (const policy of policies) {
      for (const item of list(policy.spec[way])) {
        const rule = map(item);
        const peers = list(rule[way === 'ingress' ? 'from' : 'to']);
        if (peers.some((peer) => peerMatches(peer, other, policy)) && portsMatch(rule, to, packet))
          return String(rule.action);
      }
    }
    return 'none';
  };
  const oneWay = (way: 'ingress' | 'egress', own: End, other: End, to: End, packet: Packet): boolean => {
    const one = pod(own);
    if (one === undefined) return true;
    const admin = firstAction('Admin', way, own, other, to, packet);
    if (admin === 'Allow' || admin === 'Accept') return true;
    if (admin === 'Deny') return false;
    const mine = stack.policies.filter((policy) => {
      if (policy.kind !== 'NetworkPolicy' || policy.namespace !== one.namespace) return false;
      if (onHost(own) && world.hostPods === 'as nodes') return false;
      const types = list(policy.spec.policyTypes);
      const stated =
        types.length > 0 ? types : list(policy.spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
      return (
        stated.includes(way === 'ingress' ? 'Ingress' : 'Egress') &&
        selected(policy.spec.podSelector, one.labels)
      );
    });
    if (mine.length > 0) {
      return mine.some((policy) =>
        list(policy.spec[way]).some((item) => {
          const rule = map(item);
          const peers = list(rule[way === 'ingress' ? 'from' : 'to']);
          const spoken = peers.length === 0 || peers.some((peer) => peerMatches(peer, other, policy));
          return spoken && portsMatch(rule, to, packet);
        }),
      );
    }
    return firstAction('Baseline', way, own, other, to, packet) !== 'Deny';
  };
  const passesFirewall = (from: End, to: End, packet: Packet): boolean => {
    const home = pod(from)?.namespace;
    if (home === undefined || !('address' in to)) return true;
    const rules = stack.policies
      .filter((policy) => policy.kind === 'EgressFirewall' && policy.namespace === home)
      .flatMap((policy) => list(policy.spec.egress).map(map));
    const decided = rules.find(
      (rule) => inBlock(to.address, map(rule.to).cidrSelector) && portsMatch(rule, to, packet),
    );
    return decided?.type !== 'Deny';
  };
  return (from, to, packet) =>
    oneWay('egress', from, to, to, packet) &&
    passesFirewall(from, to, packet) &&
    oneWay('ingress', to, from, to, packet);
}
