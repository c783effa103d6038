// Brings the local store up to date from the OSV bucket: the one way for the command and for a run that has no store.
import { mkdirSync } from 'node:fs';
import { type FetchOptions, fetchDump } from './fetch-dump.ts';
import { buildStore } from './store-build.ts';

export interface UpdateOptions extends FetchOptions {
  /** Folder in which fetched dumps stay: the next update asks only what changed. */
  readonly dumps: string;
  readonly now: Date;
}

/** Names of what was fetched. The old store stays until the new one is whole. OutsideError of the bucket. */
export async function updateFromBucket(store: string, options: UpdateOptions): Promise<readonly string[]> {
  mkdirSync(options.dumps, { recursive: true });
  const fetched = await fetchDump(options.dumps, options);
  buildStore(options.dumps, store, options.now.toISOString());
  return fetched;
}
