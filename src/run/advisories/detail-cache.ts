// Details of advisories from OSV.dev, kept between runs under their id and date.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetailCache } from '../../advisories/osv-dev.ts';
import { writeWhole } from '../whole-file.ts';

/** One file a record; a record that cannot be read is asked for again. */
export function openDetailCache(directory: string): DetailCache {
  const fileOf = (key: string): string =>
    join(directory, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    async get(key) {
      const file = fileOf(key);
      return existsSync(file) ? readFile(file, 'utf8') : undefined;
    },
    async put(key, text) {
      writeWhole(fileOf(key), text);
    },
  };
}
