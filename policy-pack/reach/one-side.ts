// What one direction's policies alone decide: the ingress of a pod whatever its peers' egress, or the reverse.

import { none } from './connections.ts';
import type { Decision } from './decide.ts';
import type { Direction } from './policy.ts';
import type { Reachability } from './reachability.ts';
import { createRows } from './rows.ts';

/** Decision of `direction` at a pod (its index) towards an endpoint: pods, then outside ranges, then the stranger. */
function oneSide(reach: Reachability, direction: Direction): (pod: number, endpoint: number) => Decision {
  const side = reach[direction];
  const rowOf = createRows(reach.table, side, reach.policies);
  return (pod, endpoint) => {
    const row = rowOf(side.profileOf[pod] ?? -1);
    const peers = side.classOf[endpoint] ?? -1;
    return { sure: row.sure[peers] ?? none, perhaps: row.perhaps[peers] ?? none };
  };
}

const sides = new WeakMap<Reachability, Map<Direction, ReturnType<typeof oneSide>>>();

/** `oneSide`, made once. */
export function sideOf(reach: Reachability, direction: Direction): ReturnType<typeof oneSide> {
  const own = sides.get(reach) ?? new Map<Direction, ReturnType<typeof oneSide>>();
  sides.set(reach, own);
  const side = own.get(direction) ?? oneSide(reach, direction);
  own.set(direction, side);
  return side;
}
