// How a question about two ends is read: workloads, addresses, ports, and what was perhaps meant.
import { closest } from '../../src/gate/spelling.ts';
import { UserError } from '../../src/terms/errors.ts';
import { describeResource, type Resource } from '../model/resource.ts';
import { allPodTemplates, podsOfService } from '../model/services.ts';
import { ofKind, type Stack } from '../model/stack.ts';
import { parseAddress, parseBlock } from './addresses.ts';
import { type Protocol, protocols } from './connections.ts';
import { portsNamed } from './pods.ts';
import type { Peer, Reachability } from './reachability.ts';
import { forwardedPorts } from './service-ports.ts';

/** A peer by its full name, an unambiguous shorter one, or an address. `stack` helps who misspelt it. */
export function findPeer(peers: readonly Peer[], text: string, stack?: Stack): Peer {
  const address = parseAddress(text);
  const found = peers.filter((peer) => {
    if (address !== undefined) {
      const { range } = peer;
      return range?.family === address.family && range.from <= address.value && address.value <= range.to;
    }
    const plain = peer.name.replace(/\[[^\]]*\]$/, '');
    return peer.name === text || plain === text || plain.slice(plain.indexOf('/') + 1) === text;
  });
  const exact = found.filter((peer) => peer.name === text || peer.name.startsWith(`${text}[`));
  const chosen = exact.length === 1 ? exact : found;
  const only = chosen[0];
  if (only === undefined) {
    throw nobody(peers, text, stack);
  }
  if (chosen.length > 1) {
    const names = chosen.slice(0, 5).map((peer) => peer.name);
    throw new UserError('usage', `${text} may be ${names.join(' or ')}`, 'Name it as namespace/name[Kind].');
  }
  return only;
}

function nobody(peers: readonly Peer[], text: string, stack: Stack | undefined): UserError {
  if (text === 'internet' || text === '{internet}' || parseBlock(text) !== undefined)
    return new UserError(
      'usage',
      `${text} is no single address`,
      'Ask about one address, such as `1.1.1.1`; `seaworthy reach` lists whole ranges and ways in from the internet.',
    );
  const names = peers.filter(({ kind }) => kind === 'workload').map(({ name }) => name);
  const plain = names.map((name) => name.replace(/\[[^\]]*\]$/, ''));
  const service = stack === undefined ? undefined : serviceOf(stack, text);
  const behind = stack === undefined || service === undefined ? [] : workloadsBehind(peers, stack, service);
  // Of a word of three letters every other is a neighbour.
  const near =
    text.length < 4
      ? undefined
      : closest(text, [...names, ...plain, ...plain.map((name) => name.replace(/^.*\//, ''))]);
  const fix =
    behind.length > 0
      ? `${text} is a Service: ask for what stands behind it, ${behind.join(' or ')}.`
      : near !== undefined
        ? `Did you mean ${near}?`
        : names.length === 0
          ? 'The stack has no workloads: name the files that hold them as well.'
          : `Name it as namespace/name[Kind]; the stack has ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''}.`;
  return new UserError('not-found', `no workload ${text} in the stack`, fix);
}

/** A Service by name, where one alone has it. */
function serviceOf(stack: Stack, text: string): Resource | undefined {
  const [only, another] = ofKind(stack, 'Service', '').filter(
    ({ name, namespace }) => name === text || `${namespace}/${name}` === text,
  );
  return another === undefined ? only : undefined;
}

function workloadsBehind(peers: readonly Peer[], stack: Stack, service: Resource): readonly string[] {
  const chosen = podsOfService(service, allPodTemplates(stack)).map(({ template }) => template.resource);
  const named = chosen.map(({ namespace, name, kind }) => `${namespace}/${name}[${kind}]`);
  return peers.flatMap(({ name }) => (named.includes(name) ? [name] : []));
}

/** Where the port is a Service's before the workload, and not its own: what to ask instead. */
export function serviceHint(
  reach: Reachability,
  destination: Peer,
  port: number,
  protocol: Protocol,
): string | undefined {
  const { table, population, stack } = reach;
  const pods = destination.endpoints.flatMap((index) => population.pods[index] ?? []);
  if (pods.some((pod) => pod.ports.some((one) => one.port === port && one.protocol === protocol)))
    return undefined;
  for (const service of ofKind(stack, 'Service', '')) {
    for (const pod of pods) {
      if (podsOfService(service, [pod.template]).length === 0) continue;
      const found = forwardedPorts(table, service, pod).find(
        (one) => one.port === port && one.protocol === protocol && !table.has(one.target, protocol, port),
      );
      const [first] = found === undefined ? [] : table.ranges(found.target, protocol);
      if (first === undefined) continue;
      return `port ${port} is that of ${describeResource(service)}, which leads to ${protocol} ${first[0]} of its pods: ask for that`;
    }
  }
  return undefined;
}

export interface Target {
  readonly peer: string;
  /** A number, or the name of a container's port. */
  readonly port: number | string;
  /** `undefined`: that of the port named, else TCP. */
  readonly protocol: Protocol | undefined;
}

/** Reads `B:5432`, `B:udp/53`, `B:http` as the destination of a question. Throws `UserError` `usage`. */
export function readTarget(text: string): Target {
  const match = /^(.+):(?:(tcp|udp|sctp)\/)?(\d{1,5}|(?=[\da-z-]{0,14}[a-z])[\da-z-]{1,15})$/i.exec(text);
  const peer = match?.[1];
  if (match === null || peer === undefined) {
    throw new UserError(
      'usage',
      `${text} names no port`,
      'Write the destination as workload:port, such as `db:5432`, `dns:udp/53` or `api:http`.',
    );
  }
  const protocol = protocols.find((item) => item === match[2]?.toUpperCase());
  const port = match[3] ?? '';
  return {
    peer: peer.replace(/^\[(.*:.*)\]$/, '$1'),
    port: /^\d+$/.test(port) ? Number(port) : port,
    protocol,
  };
}

/** The one port that a target means; names are those of the destination's containers. Throws `UserError`. */
export function portOf(
  reach: Reachability,
  { peer, port, protocol }: Target,
): { readonly port: number; readonly protocol: Protocol } {
  if (typeof port === 'number') return { port, protocol: protocol ?? 'TCP' };
  const destination = findPeer(reach.destinations, peer, reach.stack);
  const found = new Map(
    destination.endpoints
      .flatMap((index) => reach.population.pods[index] ?? [])
      .flatMap((pod) => portsNamed(pod, port, protocol))
      .map((one) => [`${one.protocol} ${one.port}`, { port: one.port, protocol: one.protocol }]),
  );
  const [only] = found.values();
  if (only === undefined)
    throw new UserError(
      'not-found',
      `${destination.name} has no port ${port}`,
      'Give the number of the port.',
    );
  if (found.size > 1)
    throw new UserError(
      'usage',
      `port ${port} of ${destination.name} may be ${[...found.keys()].sort().join(' or ')}`,
      'Give the number of the port.',
    );
  return only;
}
