// The use case `db update`: the local store from a dump at hand, or from the OSV bucket.
import { storeStatus } from '../advisories/store.ts';
import { buildStore } from '../advisories/store-build.ts';
import { updateFromBucket } from '../advisories/update.ts';
import { UserError } from '../terms/errors.ts';
import { advisoryPlaces, allFamilies, dumpOptions } from './advisory-source.ts';
import type { Outside } from './outside.ts';

export interface UpdateWish {
  /** A dump: directory or zip; undefined: fetch. */
  readonly from?: string;
  /** Ecosystems to fetch besides those that the store has. */
  readonly ecosystem?: readonly string[];
}

/** Errors: `UserError` when it is not said what to fetch; `OutsideError` of the bucket. The old store stays until then. */
export async function updateStore(directory: string, wish: UpdateWish, outside: Outside): Promise<void> {
  if (wish.from !== undefined) {
    buildStore(wish.from, directory);
    return;
  }
  const kept = storeStatus(directory)?.ecosystems.map((one) => one.family) ?? [];
  const ecosystems = [...kept, ...(wish.ecosystem ?? [])];
  if (ecosystems.length === 0) {
    throw new UserError(
      'usage',
      'the store is empty, so it is not known which ecosystems to fetch',
      'Name them: seaworthy db update --ecosystem Debian npm PyPI Go.',
    );
  }
  const { dumps } = advisoryPlaces(outside.home);
  const options = dumpOptions(allFamilies(dumps, ecosystems), outside);
  const fetched = await updateFromBucket(directory, { ...options, dumps, now: outside.clock.now() });
  outside.log.info(fetched.length === 0 ? 'Nothing has changed since.' : `Fetched ${fetched.join(', ')}.`);
}
