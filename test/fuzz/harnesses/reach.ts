// Random stacks: the algebra of ports, addresses and labels against a packet-by-packet evaluation.
import { disagreementOn } from '../../policy-pack/reach/agreement.ts';
import type { Harness } from '../harness.ts';

export const harness: Harness = {
  name: 'reach',
  least: 2_000,
  run: async (seed) => {
    const found = disagreementOn(seed);
    if (found !== undefined) throw new Error(found);
  },
};
