// Outcomes of images kept between runs, one file each beside the layers, checked before it is believed.
import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readKept, writeKept } from '../../image/kept-file.ts';
import { outcomeSuffix } from '../../image/layer-cache.ts';
import { canonical } from '../../report/result-json.ts';
import type { Log } from '../../terms/ports.ts';
import type { ImageOutcome } from './outcome.ts';

export interface OutcomeCache {
  /** The build that the outcomes are of. */
  readonly build: string;
  get(key: string): Promise<ImageOutcome | undefined>;
  /** Only for an image of which every layer was read and verified. A full disk is a warning, no error. */
  put(key: string, outcome: ImageOutcome): Promise<void>;
}

const digestLength = 32;

/** Layout of a file: SHA-256 of the rest | key, 64 digits | JSON. It finds damage, not malice (decision 18). */
export function openOutcomeCache(directory: string, build: string, log: Log): OutcomeCache {
  const fileOf = (key: string): string => join(directory, `${key}${outcomeSuffix}`);
  return {
    build,
    async get(key) {
      const file = fileOf(key);
      const bytes = await readKept(file, log);
      if (bytes === undefined) return undefined;
      const body = bytes.subarray(digestLength);
      const isWhole = hash('sha256', body, 'buffer').equals(bytes.subarray(0, digestLength));
      if (isWhole && body.toString('latin1', 0, key.length) === key) {
        // Our own writing, proven by its digest and of this very build: no second look at each field.
        const outcome: ImageOutcome = JSON.parse(body.toString('utf8', key.length));
        return outcome;
      }
      log.warn(`layer cache: ${file} is damaged; the image is judged anew`);
      await rm(file, { force: true });
      return undefined;
    },
    async put(key, outcome) {
      // In the order of the result, which then needs no copy of it.
      const body = Buffer.from(`${key}${JSON.stringify(canonical(outcome))}`);
      await writeKept(fileOf(key), [hash('sha256', body, 'buffer'), body], log);
    },
  };
}
