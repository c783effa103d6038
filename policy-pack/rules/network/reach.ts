// The connections of a stack as the network rules ask for them: computed once, nothing taken for granted.
import { oneSide } from '../../reach/one-side.ts';
import type { Direction } from '../../reach/policy.ts';
import { type Reachability, reachability } from '../../reach/reachability.ts';
import { perStack } from '../per-stack.ts';

/** Both families; what plug-ins handle differently is only perhaps allowed. */
export const reachOf: (stack: Parameters<typeof reachability>[0]) => Reachability = perStack((stack) =>
  reachability(stack, { strict: true, families: [4, 6] }),
);

const sides = new WeakMap<Reachability, Map<Direction, ReturnType<typeof oneSide>>>();

/** `oneSide`, made once. */
export function sideOf(reach: Reachability, direction: Direction): ReturnType<typeof oneSide> {
  const own = sides.get(reach) ?? new Map<Direction, ReturnType<typeof oneSide>>();
  sides.set(reach, own);
  const side = own.get(direction) ?? oneSide(reach, direction);
  own.set(direction, side);
  return side;
}
