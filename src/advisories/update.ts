// Brings the local store up to date: from the OSV bucket, or from a dump that is at hand.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchOptions, fetchDump } from './fetch-dump.ts';
import { buildStore } from './store-build.ts';
import type { StoreManifest } from './store-manifest.ts';

export type UpdateFrom =
  | { readonly kind: 'path'; readonly path: string }
  | ({ readonly kind: 'bucket'; readonly now: Date } & FetchOptions);

/** Dumps that were fetched stay in `directory/dumps`: the next update asks only whether they changed. */
export async function updateStore(directory: string, from: UpdateFrom): Promise<StoreManifest> {
  if (from.kind === 'path') return buildStore(from.path, directory);
  const dumps = join(directory, 'dumps');
  mkdirSync(dumps, { recursive: true });
  await fetchDump(dumps, from);
  return buildStore(dumps, directory, from.now.toISOString());
}
