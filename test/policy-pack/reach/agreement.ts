// Compares the algebra with the packet-by-packet oracle on one random stack.
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { protocols } from '../../../policy-pack/reach/connections.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { findPeer, why } from '../../../policy-pack/reach/why.ts';
import { createOracle, type End } from './oracle.ts';
import { manifestsOf, sampleAddresses, samplePorts, sampleStack } from './sample-stack.ts';

/** The first disagreement in words, or `undefined`; a sample of packets is explained as well. */
export function disagreementOn(seed: number): string | undefined {
  const stack = sampleStack(seed);
  const allows = createOracle(stack);
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifestsOf(stack) });
  const { resources } = readManifests([{ file: 'stack.json', text }]);
  const reach = reachability(buildStack(resources), { families: [4, 6] });
  const ends: { end: End; name: string }[] = [
    ...stack.pods.map((pod, index) => ({ end: { pod: index }, name: `${pod.namespace}/${pod.name}[Pod]` })),
    ...sampleAddresses.map((address) => ({ end: { address }, name: address })),
  ];
  let asked = 0;
  for (const from of ends) {
    for (const to of ends) {
      if (from === to || ('address' in from.end && 'address' in to.end)) continue;
      const decision = reach.between(
        findPeer(reach.sources, from.name),
        findPeer(reach.destinations, to.name),
      );
      for (const protocol of protocols) {
        for (const port of samplePorts) {
          const wanted = allows(from.end, to.end, { protocol, port });
          const place = `seed ${seed}: ${from.name} to ${to.name} ${protocol} ${port}`;
          const sure = reach.table.has(decision.sure, protocol, port);
          const perhaps = reach.table.has(decision.perhaps, protocol, port);
          // Policies of equal priority may leave a packet undecided; nothing else in these stacks may.
          if (sure !== perhaps) return `${place}: undecided, the oracle says ${wanted}`;
          if (sure !== wanted) return `${place}: ${sure}, the oracle says ${wanted}`;
          asked += 1;
          if (asked % 97 !== 0) continue;
          const word = why(reach, from.name, to.name, port, protocol).word;
          if (word !== (wanted ? 'allowed' : 'denied')) return `${place}: explained as ${word}`;
        }
      }
    }
  }
  return undefined;
}
