// Reads the local store: random access by package name, every block checked against its digest.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Digest } from '../terms/digest.ts';
import { aggregateDigest, textDigest } from './digests.ts';
import { parseKnownExploited } from './known-exploited.ts';
import type { Advisory } from './record.ts';
import type { AdvisorySource, PackageQuery } from './source.ts';
import { knownExploitedName, supportName } from './store-build.ts';
import { readManifest, type StoredEcosystem, type StoreManifest, unreadable } from './store-manifest.ts';
import { parseSupportDates } from './support-dates.ts';

const largestBlock = 256 * 1024 * 1024;

export interface StoreStatus {
  readonly digest: Digest;
  /** When the data was last known to be current, ISO 8601. */
  readonly updated?: string;
  readonly ecosystems: readonly {
    readonly family: string;
    readonly records: number;
    readonly packages: number;
  }[];
  readonly knownExploited: boolean;
  readonly malformed: number;
}

/** Undefined: there is no store. */
export function storeStatus(directory: string): StoreStatus | undefined {
  const manifest = readManifest(directory);
  if (manifest === undefined) return undefined;
  return {
    digest: aggregateDigest(digestsOf(manifest, manifest.ecosystems)),
    ...(manifest.updated === undefined ? {} : { updated: manifest.updated }),
    ecosystems: manifest.ecosystems.map(({ family, records, packages }) => ({ family, records, packages })),
    knownExploited: manifest.knownExploited !== undefined,
    malformed: manifest.malformed,
  };
}

function digestsOf(manifest: StoreManifest, parts: readonly StoredEcosystem[]): [string, string][] {
  const digests = parts.map((one): [string, string] => [one.family, one.digest]);
  return manifest.knownExploited === undefined ? digests : [...digests, ['kev', manifest.knownExploited]];
}

/** Opens the store. UserError where there is none or it is damaged; damaged blocks are found when read. */
export function openStore(directory: string): AdvisorySource {
  const manifest = readManifest(directory);
  if (manifest === undefined) throw unreadable(directory);
  const place = join(directory, manifest.generation);
  // Opened now, so that an update that removes the files later does not matter.
  const handles = new Map(
    manifest.ecosystems.map((one) => [
      one.family,
      { part: one, data: openSync(join(place, one.data), 'r'), index: openSync(join(place, one.index), 'r') },
    ]),
  );
  const indexes = new Map<string, Index>();
  const indexOf = (family: string): { readonly index: Index; readonly data: number } | undefined => {
    const handle = handles.get(family);
    if (handle === undefined) return undefined;
    const index = indexes.get(family) ?? readIndex(handle.index, handle.part, directory);
    indexes.set(family, index);
    return { index, data: handle.data };
  };
  const checked = (name: string, digest: string): string => {
    const text = readFileSync(join(place, name), 'utf8');
    if (textDigest(text) !== digest) throw unreadable(directory);
    return text;
  };
  const exploited =
    manifest.knownExploited === undefined
      ? new Set<string>()
      : parseKnownExploited(checked(knownExploitedName, manifest.knownExploited), knownExploitedName);
  const support =
    manifest.support === undefined
      ? undefined
      : parseSupportDates(checked(supportName, manifest.support), supportName);
  return {
    kind: 'store',
    async lookup(queries: readonly PackageQuery[]) {
      const families = new Set(queries.map((query) => query.family));
      const parts = manifest.ecosystems.filter((one) => families.has(one.family));
      const cache = new Map<string, readonly Advisory[]>();
      const records = queries.map((query) => {
        const key = `${query.family}\n${query.name}`;
        const opened = indexOf(query.family);
        const found =
          cache.get(key) ?? (opened === undefined ? [] : readBlock(opened, query.name, directory));
        cache.set(key, found);
        return found;
      });
      return {
        records,
        covered: new Set(parts.map((one) => one.family)),
        ...(parts.length === 0 ? {} : { digest: aggregateDigest(digestsOf(manifest, parts)) }),
        ...(manifest.updated === undefined ? {} : { updated: manifest.updated }),
        warnings:
          manifest.malformed === 0
            ? []
            : [`${manifest.malformed} advisories could not be read when the store was built`],
      };
    },
    knownExploited: async () => exploited,
    supportDates: async () => support,
    async close() {
      for (const { data, index } of handles.values()) {
        closeSync(data);
        closeSync(index);
      }
      handles.clear();
    },
  };
}

type Index = ReadonlyMap<string, readonly [offset: number, length: number, digest: string]>;

function readIndex(handle: number, part: StoredEcosystem, directory: string): Index {
  const text = readFileSync(handle, 'utf8');
  if (textDigest(text) !== part.indexDigest) throw unreadable(directory);
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [name = '""', offset, length, digest = ''] = line.split('\t');
        return [String(JSON.parse(name)), [Number(offset), Number(length), digest]];
      }),
  );
}

function readBlock(
  opened: { readonly index: Index; readonly data: number },
  name: string,
  directory: string,
): readonly Advisory[] {
  const found = opened.index.get(name);
  if (found === undefined) return [];
  const [offset, length, digest] = found;
  const block = Buffer.alloc(length);
  if (readSync(opened.data, block, 0, length, offset) !== length || textDigest(block) !== digest) {
    throw unreadable(directory);
  }
  // Our own writing, proven by its digest: no second parse of each field.
  const records: readonly Advisory[] = JSON.parse(
    inflateRawSync(block, { maxOutputLength: largestBlock }).toString('utf8'),
  );
  return records;
}
