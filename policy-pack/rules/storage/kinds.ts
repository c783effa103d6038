// The kind of storage behind a source, and of the class or volume behind a claim.
import { driverKinds, type StorageKind, sourceKinds } from '../../data/storage-kinds.ts';
import type { Stack } from '../../model/stack.ts';
import { type Backing, backingOf, type Claim, plainDriver, type Source } from './joins.ts';

/** `undefined`: a driver that no table knows. */
export function kindOf(source: Source | undefined): StorageKind | undefined {
  if (source === undefined) return undefined;
  return source.driver === undefined
    ? sourceKinds.get(source.field)
    : driverKinds.get(plainDriver(source.driver));
}

/** What stands behind a claim, when it is of one kind. Throws `Unseen`. */
export function behind(
  stack: Stack,
  claim: Claim,
  kind: StorageKind,
): Exclude<Backing, { kind: 'elsewhere' }> | undefined {
  const backing = backingOf(stack, claim);
  return backing.kind !== 'elsewhere' && kindOf(backing.source) === kind ? backing : undefined;
}
