// Reads the local store: random access by package name, every block checked against its digest.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Digest } from '../terms/digest.ts';
import { aggregateDigest, textDigest } from './digests.ts';
import type { Advisory } from './record.ts';
import { type AdvisorySource, coveredBy, type PackageQuery, packageKey } from './source.ts';
import { findBlock } from './store-index.ts';
import {
  knownExploitedName,
  readManifest,
  type StoredEcosystem,
  type StoreManifest,
  supportName,
  unreadable,
} from './store-manifest.ts';
import { restored, type StoredAdvisory } from './store-record.ts';
import { parseSupportDates } from './support-dates.ts';
import { unreadWarnings } from './unread.ts';

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
    malformed: manifest.ecosystems.reduce((sum, one) => sum + one.unread.count, 0),
  };
}

function digestsOf(manifest: StoreManifest, parts: readonly StoredEcosystem[]): [string, string][] {
  const digests = parts.map((one): [string, string] => [one.family, one.digest]);
  return manifest.knownExploited === undefined
    ? digests
    : [...digests, ['kev', manifest.knownExploited.digest]];
}

/** Opens the store. UserError where there is none or it is damaged; damaged blocks are found when read. */
export function openStore(directory: string): AdvisorySource {
  const manifest = readManifest(directory);
  if (manifest === undefined) throw unreadable(directory);
  const place = join(directory, manifest.generation);
  // Opened now, so that an update that removes the files later does not matter.
  const open = (name: string): number => {
    try {
      return openSync(join(place, name), 'r');
    } catch (cause) {
      throw unreadable(directory, cause);
    }
  };
  const handles = new Map(
    manifest.ecosystems.map((one) => [
      one.family,
      { part: one, data: open(one.data), index: open(one.index) },
    ]),
  );
  const indexes = new Map<string, Buffer>();
  const indexOf = (family: string): Opened | undefined => {
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
  return {
    kind: 'store',
    async lookup(queries: readonly PackageQuery[]) {
      const families = new Set(queries.map((query) => query.family));
      const parts = manifest.ecosystems.filter((one) => families.has(one.family));
      const cache = new Map<string, readonly Advisory[]>();
      const records = queries.map((query) => {
        const key = packageKey(query.family, query.name);
        const opened = indexOf(query.family);
        const found =
          cache.get(key) ?? (opened === undefined ? [] : readBlock(opened, query.name, directory));
        cache.set(key, found);
        return found;
      });
      const sound = parts.filter((one) => !one.unread.damaged).flatMap((one) => one.ecosystems);
      return {
        records,
        covered: coveredBy(new Set(sound), queries),
        unreadable: new Set(
          parts.flatMap(({ family, unread }) => unread.names.map((name) => packageKey(family, name))),
        ),
        ...(parts.length === 0 ? {} : { digest: aggregateDigest(digestsOf(manifest, parts)) }),
        ...(manifest.updated === undefined ? {} : { updated: manifest.updated }),
        warnings: parts.flatMap(({ family, unread }) => unreadWarnings(family, unread)),
      };
    },
    async knownExploited() {
      if (manifest.knownExploited === undefined) return new Set();
      return new Set(checked(knownExploitedName, manifest.knownExploited.listDigest).split('\n'));
    },
    supportDates: async () =>
      manifest.support === undefined
        ? undefined
        : parseSupportDates(checked(supportName, manifest.support), supportName),
    async close() {
      for (const { data, index } of handles.values()) {
        closeSync(data);
        closeSync(index);
      }
      handles.clear();
    },
  };
}

interface Opened {
  readonly index: Buffer;
  readonly data: number;
}

function readIndex(handle: number, part: StoredEcosystem, directory: string): Buffer {
  const body = readFileSync(handle);
  if (textDigest(body) !== part.indexDigest) throw unreadable(directory);
  return body;
}

function readBlock(opened: Opened, name: string, directory: string): readonly Advisory[] {
  const found = findBlock(opened.index, name);
  if (found === undefined) return [];
  const { offset, length, digest } = found;
  const block = Buffer.alloc(length);
  if (readSync(opened.data, block, 0, length, offset) !== length || textDigest(block) !== digest) {
    throw unreadable(directory);
  }
  // Our own writing, proven by its digest: no second parse of each field.
  const records: readonly StoredAdvisory[] = JSON.parse(
    inflateRawSync(block, { maxOutputLength: largestBlock }).toString('utf8'),
  );
  return records.map(restored);
}
