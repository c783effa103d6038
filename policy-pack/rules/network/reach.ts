// The connections of a stack as the network rules ask for them: computed once, nothing taken for granted.
import { type Reachability, reachability } from '../../reach/reachability.ts';
import { perStack } from '../per-stack.ts';

/** Both families; what plug-ins handle differently is only perhaps allowed. */
export const reachOf: (stack: Parameters<typeof reachability>[0]) => Reachability = perStack((stack) =>
  reachability(stack, { strict: true, families: [4, 6] }),
);
