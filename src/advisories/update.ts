// Brings the local store up to date from the OSV bucket: the one way for the command and for a run that has no store.
import { makeFolder } from '../terms/folder.ts';
import { type FetchOptions, fetchDump } from './fetch-dump.ts';
import { buildStore } from './store-build.ts';

export interface UpdateOptions extends FetchOptions {
  /** Folder in which fetched dumps stay: the next update asks only what changed. */
  readonly dumps: string;
  readonly now: Date;
}

/** Names of what was fetched. The old store stays until the new one is whole. OutsideError of the bucket. */
export async function updateFromBucket(store: string, options: UpdateOptions): Promise<readonly string[]> {
  makeFolder(options.dumps);
  const fetched = await fetchDump(options.dumps, options);
  buildStore(options.dumps, store, { updated: options.now.toISOString() });
  return fetched;
}
