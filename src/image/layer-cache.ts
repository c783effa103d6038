// Layer records kept between runs: one file a layer and set of analyzers, checked before it is believed.
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, shortDigest } from '../terms/digest.ts';
import type { Log } from '../terms/ports.ts';
import type { Analyzer } from './analyzer.ts';
import { errorCode } from './error-code.ts';
import { readKept, writeKept } from './kept-file.ts';
import type { LayerRecord } from './layer-record.ts';
import { decodeRecord, encodeRecord, recordFormat } from './record-codec.ts';

/** A layer as its verified manifest names it: under another media type the same bytes may be refused. */
export interface LayerName {
  readonly digest: Digest;
  readonly mediaType: string;
}

export interface LayerCache {
  /** The record of a layer, or undefined: then read the blob. */
  get(layer: LayerName, analyzers: readonly Analyzer[]): Promise<LayerRecord | undefined>;
  /** Keeps a record; only for a layer whose digest has been verified. A full disk is a warning, no error. */
  put(layer: LayerName, analyzers: readonly Analyzer[], record: LayerRecord): Promise<void>;
  /** Removes records not used for `maxDays`, then the longest unused until at most `maxBytes` are left. */
  prune(limits: { readonly maxBytes: number; readonly maxDays: number; readonly now: Date }): Promise<void>;
}

const suffix = '.layer';
/** What is kept beside the layers: outcomes of whole images. */
export const outcomeSuffix = '.image';

/** The cache in `directory`, made when first written to. */
export function openLayerCache(directory: string, log: Log): LayerCache {
  const fileOf = (key: string): string => join(directory, `${key}${suffix}`);
  return {
    async get(layer, analyzers) {
      const key = cacheKey(layer, analyzers);
      const file = fileOf(key);
      const bytes = await readKept(file, log);
      if (bytes === undefined) return undefined;
      const record = decodeRecord(bytes, key);
      if (record === undefined) {
        log.warn(
          `layer cache: the record of ${shortDigest(layer.digest)} is damaged; the layer is read again`,
        );
        await rm(file, { force: true });
      }
      return record;
    },
    async put(layer, analyzers, record) {
      const key = cacheKey(layer, analyzers);
      await writeKept(fileOf(key), encodeRecord(record, key), log);
    },
    prune: (limits) => prune(directory, limits),
  };
}

/** SHA-256 over everything that decides what a record says. */
export function cacheKey({ digest, mediaType }: LayerName, analyzers: readonly Analyzer[]): string {
  const ids = analyzers.map(({ id, version }) => `${id}@${version}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([recordFormat, digest, mediaType, ids]))
    .digest('hex');
}

async function prune(
  directory: string,
  limits: { readonly maxBytes: number; readonly maxDays: number; readonly now: Date },
): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names
      .filter((name) => [suffix, outcomeSuffix, '.tmp'].some((end) => name.endsWith(end)))
      .map(async (name) => {
        const { size, atimeMs, mtimeMs } = await stat(join(directory, name));
        return { file: join(directory, name), size, used: Math.max(atimeMs, mtimeMs) };
      }),
  );
  const oldest = limits.now.getTime() - limits.maxDays * 86_400_000;
  let bytes = 0;
  for (const { file, size, used } of files.sort((a, b) => b.used - a.used)) {
    bytes += size;
    if (used < oldest || bytes > limits.maxBytes) await rm(file, { force: true });
  }
}
