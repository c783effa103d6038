// Layer records kept between runs: one file a layer and set of analyzers, checked before it is believed.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, shortDigest } from '../terms/digest.ts';
import type { Log } from '../terms/ports.ts';
import type { Analyzer } from './analyzer.ts';
import { errorCode } from './error-code.ts';
import type { LayerRecord } from './layer-record.ts';
import { decodeRecord, encodeRecord, recordFormat } from './record-codec.ts';

export interface LayerCache {
  /** The record of a layer by the digest that its verified manifest names, or undefined: then read the blob. */
  get(digest: Digest, analyzers: readonly Analyzer[]): Promise<LayerRecord | undefined>;
  /** Keeps a record; only for a layer whose digest has been verified. A full disk is a warning, no error. */
  put(digest: Digest, analyzers: readonly Analyzer[], record: LayerRecord): Promise<void>;
  /** Removes records not used for `maxDays`, then the longest unused until at most `maxBytes` are left. */
  prune(limits: { readonly maxBytes: number; readonly maxDays: number; readonly now: Date }): Promise<void>;
}

const suffix = '.layer';

/** The cache in `directory`, made when first written to. */
export function openLayerCache(directory: string, log: Log): LayerCache {
  const fileOf = (digest: Digest, analyzers: readonly Analyzer[]): string =>
    join(directory, `${cacheKey(digest, analyzers)}${suffix}`);
  return {
    async get(digest, analyzers) {
      const file = fileOf(digest, analyzers);
      const bytes = await readFile(file).catch((error: unknown) => {
        if (errorCode(error) !== 'ENOENT') log.warn(`layer cache: ${file} cannot be read: ${String(error)}`);
        return undefined;
      });
      if (bytes === undefined) return undefined;
      const record = decodeRecord(bytes, cacheKey(digest, analyzers));
      if (record === undefined) {
        log.warn(`layer cache: the record of ${shortDigest(digest)} is damaged; the layer is read again`);
        await rm(file, { force: true });
      }
      return record;
    },
    async put(digest, analyzers, record) {
      const file = fileOf(digest, analyzers);
      const half = `${file}.${randomUUID()}.tmp`;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(half, encodeRecord(record, cacheKey(digest, analyzers)), { mode: 0o600 });
        await rename(half, file);
      } catch (error) {
        log.warn(`layer cache: ${file} cannot be written: ${String(error)}`);
        await rm(half, { force: true }).catch((left: unknown) => log.debug(`layer cache: ${String(left)}`));
      }
    },
    prune: (limits) => prune(directory, limits),
  };
}

/** SHA-256 over everything that decides what a record says. */
export function cacheKey(digest: Digest, analyzers: readonly Analyzer[]): string {
  const ids = analyzers.map(({ id, version }) => `${id}@${version}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([recordFormat, digest, ids]))
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
      .filter((name) => name.endsWith(suffix) || name.endsWith('.tmp'))
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
