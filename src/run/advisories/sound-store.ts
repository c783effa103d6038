// What the local store says of itself, for whoever can do without it: a damaged one is none, and that is said.
import { openStore, type StoreStatus, storeStatus } from '../../advisories/store.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';

/** Undefined where there is none that opens. */
export async function soundStore(
  directory: string,
  { log }: Pick<Outside, 'log'>,
): Promise<StoreStatus | undefined> {
  try {
    const status = storeStatus(directory);
    if (status !== undefined) await openStore(directory).close();
    return status;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warn(`${error.message}, and counts as none. ${error.fix}`);
    return undefined;
  }
}
