// When advisory data was last known to be current.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Newest {
  see(modified: string): void;
  value(): string | undefined;
}

/** Newest instant seen that is not ahead of the file's own time: some records claim the future. */
export function newestModified(path: string): Newest {
  const ceiling = statSync(path).mtime.toISOString();
  let newest: string | undefined;
  return {
    see(modified) {
      const instant = new Date(modified).toISOString();
      if (instant <= ceiling && (newest === undefined || instant > newest)) newest = instant;
    },
    value: () => newest,
  };
}

/** The newest line of the bucket's own `modified_id.csv`, which lists all ecosystems; undefined without one. */
export function dumpUpdated(root: string): string | undefined {
  const path = join(root, 'modified_id.csv');
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const head = Buffer.alloc(65_536);
  const handle = openSync(path, 'r');
  const length = readSync(handle, head);
  closeSync(handle);
  const newest = newestModified(path);
  for (const line of head.toString('utf8', 0, length).split('\n').slice(0, -1)) {
    const [instant = ''] = line.split(',', 1);
    if (!Number.isNaN(Date.parse(instant))) newest.see(instant);
  }
  return newest.value();
}
