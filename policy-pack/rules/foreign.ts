// How rules look at resources of other providers.
import { foreignOfKind } from '../model/foreign.ts';
import type { Stack } from '../model/stack.ts';
import { type Observation, sight } from './observation.ts';
import type { StackSight } from './rule.ts';
import { type Spot, spotAt } from './spot.ts';

export type ForeignLook = (spot: Spot) => undefined | Observation | readonly Observation[];

/** One sight a resource of the kinds of the table. */
export function eachForeign(stack: Stack, table: ReadonlyMap<string, ForeignLook>): readonly StackSight[] {
  return foreignOfKind(stack, ...table.keys()).map((resource) => ({
    resource,
    seen: sight(() => table.get(resource.kind)?.(spotAt(resource.tree))),
  }));
}
