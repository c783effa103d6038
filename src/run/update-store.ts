// The use case `db update`: the local store from a dump at hand, or from the OSV bucket.
import { osvDevFamilies } from '../advisories/osv-dev-families.ts';
import { ecosystemFamily } from '../advisories/record.ts';
import { buildStore } from '../advisories/store-build.ts';
import { updateFromBucket } from '../advisories/update.ts';
import { closest } from '../gate/spelling.ts';
import { UserError } from '../terms/errors.ts';
import { blameUser } from './advisories/blame-user.ts';
import { soundStore } from './advisories/sound-store.ts';
import { advisoryPlaces, allFamilies, dumpOptions } from './advisories/source.ts';
import type { Outside } from './outside.ts';

export interface UpdateWish {
  /** A dump: directory or zip; undefined: fetch. */
  readonly from?: string;
  /** Ecosystems to fetch besides those that the store has; of a dump, those to take. */
  readonly ecosystem?: readonly string[];
}

/** An ecosystem as OSV writes it, whatever the case; its release does not matter. UserError for another. */
function familyNamed(name: string): string {
  const wished = ecosystemFamily(name).toLowerCase();
  const family = [...osvDevFamilies].find((one) => one.toLowerCase() === wished);
  if (family !== undefined) return family;
  const near = closest(name, osvDevFamilies);
  const fix =
    near === undefined ? `Name some of ${[...osvDevFamilies].join(', ')}.` : `Did you mean ${near}?`;
  throw new UserError('usage', `OSV has no ecosystem ${JSON.stringify(name)}`, fix);
}

/** Errors: `UserError` when it is not said what to fetch; `OutsideError` of the bucket. The old store stays until then. */
export async function updateStore(directory: string, wish: UpdateWish, outside: Outside): Promise<void> {
  const { from } = wish;
  const named = wish.ecosystem?.map(familyNamed);
  if (from !== undefined) {
    await blameUser(() => buildStore(from, directory, named === undefined ? {} : { only: named }));
    return;
  }
  const kept = (await soundStore(directory, outside))?.ecosystems.map((one) => one.family) ?? [];
  const ecosystems = [...kept, ...(named ?? [])];
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
