// Compares the algebra with the packet-by-packet oracle on one random stack.
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { type Protocol, protocols } from '../../../policy-pack/reach/connections.ts';
import { findPeer } from '../../../policy-pack/reach/question.ts';
import { type Reachability, reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { createOracle, type End, listingWorld, type World } from './oracle.ts';
import { manifestsOf, sampleAddresses, samplePorts, sampleStack } from './sample-stack.ts';

interface Packet {
  readonly protocol: Protocol;
  readonly port: number;
}

/** The first disagreement in words, or `undefined`; a sample of packets is explained as well. */
export function disagreementOn(seed: number): string | undefined {
  const stack = sampleStack(seed);
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifestsOf(stack) });
  const { resources } = readManifests([{ file: 'stack.json', text }]);
  const model = buildStack(resources);
  const ends: readonly Named[] = [
    ...stack.pods.map((pod, index) => ({ end: { pod: index }, name: `${pod.namespace}/${pod.name}[Pod]` })),
    ...sampleAddresses.map((address) => ({ end: { address }, name: address })),
  ];
  const oracles = (worlds: readonly World[]) => worlds.map((world) => createOracle(stack, world));
  // Networks of a ClusterNetworkPolicy hold pods too, by addresses that nobody knows: then the answer may be open.
  const hasNetworks = (...kinds: readonly string[]): boolean =>
    stack.policies.some(
      ({ kind, spec }) => kinds.includes(kind) && JSON.stringify(spec).includes('networks'),
    );
  const open = hasNetworks('ClusterNetworkPolicy');
  const listed = open ? sampleAddresses.map((address) => ({ ...listingWorld, address })) : [listingWorld];
  const isPlain =
    stack.pods.every(({ hostNetwork }) => !hostNetwork) &&
    !hasNetworks('ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy');
  const strict = isPlain ? [listingWorld] : strictWorlds;
  return (
    compare(reachability(model, { families: [4, 6] }), ends, oracles(listed), open ? 4 : 1, seed) ??
    compare(reachability(model, { families: [4, 6], strict: true }), ends, oracles(strict), 7, seed)
  );
}

const strictWorlds = (['as pods', 'as nodes'] as const).flatMap((hostPods) =>
  ['10.0.0.255', '11.0.0.0', '2001:db8:0:1::5'].map((address) => ({ hostPods, address, toTheLetter: true })),
);

interface Named {
  readonly end: End;
  readonly name: string;
}

/**
 * With one possible world the answer must be its own. With several, what is surely allowed must be allowed in each, and
 * what is denied in none; every `step`th packet is asked.
 */
function compare(
  reach: Reachability,
  ends: readonly Named[],
  worlds: readonly ReturnType<typeof createOracle>[],
  step: number,
  seed: number,
): string | undefined {
  let asked = 0;
  const packets = protocols.flatMap((protocol) => samplePorts.map((port): Packet => ({ protocol, port })));
  for (const from of ends) {
    for (const to of ends) {
      if (from === to || ('address' in from.end && 'address' in to.end)) continue;
      const decision = reach.between(
        findPeer(reach.sources, from.name),
        findPeer(reach.destinations, to.name),
      );
      for (const packet of packets) {
        asked += 1;
        if (asked % step !== 0) continue;
        const { protocol, port } = packet;
        const answers = worlds.map((allows) => allows(from.end, to.end, packet));
        const sure = reach.table.has(decision.sure, protocol, port);
        const perhaps = reach.table.has(decision.perhaps, protocol, port);
        const place = `seed ${seed}: ${from.name} to ${to.name} ${protocol} ${port}`;
        const told = sure ? 'allowed' : perhaps ? 'unknown' : 'denied';
        if (worlds.length === 1 && told === 'unknown')
          return `${place}: undecided, the oracle says ${answers}`;
        if (sure && answers.includes(false)) return `${place}: allowed, the oracle says ${answers}`;
        if (!perhaps && answers.includes(true)) return `${place}: denied, the oracle says ${answers}`;
        if (asked % (97 * step) !== 0) continue;
        const { word } = why(reach, from.name, to.name, port, protocol);
        if (word !== told) return `${place}: ${told}, explained as ${word}`;
      }
    }
  }
  return undefined;
}
