// Opens the advisories that a run judges by: what was asked for, else the default of decision 19.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseSource, defaultMaxAge } from '../../advisories/choice.ts';
import type { FetchOptions } from '../../advisories/fetch-dump.ts';
import { osvDevFamilies } from '../../advisories/osv-dev-families.ts';
import { type AdvisorySource, noAdvisories } from '../../advisories/source.ts';
import { openStore } from '../../advisories/store.ts';
import { manifestName } from '../../advisories/store-manifest.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';
import { ofTheUser } from './blame-user.ts';
import { soundStore } from './sound-store.ts';
import { orWithoutNetwork } from './without-network.ts';

export interface AdvisoryWish {
  /** A directory (dump or store), a zip, `osv.dev`, `none`, or nothing: then the default. */
  readonly asked: string | undefined;
  readonly asOf: Date;
  /** Names of packages of a public repository are no secret. */
  readonly publicRepository: boolean;
  readonly maxAge?: number;
}

export interface AdvisoryPlaces {
  /** The local store. */
  readonly store: string;
  /** Downloaded dumps that the store is built from. */
  readonly dumps: string;
}

export function advisoryPlaces(home: string): AdvisoryPlaces {
  return { store: join(home, 'advisories'), dumps: join(home, 'dumps') };
}

/** Loads what one kind of source needs, and no more. Errors: `UserError` when what was asked for is not there. */
export async function openAdvisories(wish: AdvisoryWish, outside: Outside): Promise<AdvisorySource> {
  const { asked, asOf } = wish;
  if (asked === 'none') return noAdvisories;
  const places = advisoryPlaces(outside.home);
  const status = asked === undefined ? await soundStore(places.store, outside) : undefined;
  const updated = status?.updated;
  const oldStore = (): AdvisorySource | undefined =>
    status === undefined ? undefined : openStore(places.store);
  const choice = chooseSource({
    storeUpdated: updated === undefined ? undefined : new Date(updated),
    now: asOf,
    maxAge: wish.maxAge ?? defaultMaxAge,
    isPublic: wish.publicRepository,
    network: true,
    ...(asked === undefined
      ? {}
      : { asked: asked === 'osv.dev' ? { kind: asked } : { kind: 'path', path: asked } }),
  });
  outside.log.debug(`advisories: ${choice.kind}, because ${choice.reason}`);
  switch (choice.kind) {
    case 'path':
      return openPath(choice.path);
    case 'store':
      return openStore(places.store);
    case 'osv.dev': {
      const api = await openApi(asOf, places, outside);
      return asked === undefined ? orWithoutNetwork(api, oldStore) : api;
    }
    case 'dumps':
      return orWithoutNetwork(openFetched(places, outside), oldStore);
    case 'none':
      return noAdvisories;
  }
}

async function openPath(path: string): Promise<AdvisorySource> {
  if (!existsSync(path)) {
    throw new UserError(
      'not-found',
      `there are no advisories at ${path}`,
      'Name a directory, a .zip, or osv.dev.',
    );
  }
  if (existsSync(join(path, manifestName))) return openStore(path);
  const { openDump } = await import('../../advisories/dump-source.ts');
  return ofTheUser(openDump(path));
}

/** Addresses of the bucket and the catalogue, the public ones unless the environment names others. */
export function dumpOptions(ecosystems: readonly string[], outside: Outside): FetchOptions {
  const { bucket, knownExploited } = outside.advisories;
  return {
    client: outside.client,
    ecosystems,
    ...(bucket === undefined ? {} : { base: bucket }),
    ...(knownExploited === undefined ? {} : { knownExploited }),
  };
}

/** What was fetched before is asked for again, or an old dump would count as fresh beside a new one. */
export function allFamilies(dumps: string, wanted: readonly string[]): readonly string[] {
  const there = existsSync(dumps) ? readdirSync(dumps).filter((name) => name !== 'kev') : [];
  return [...new Set([...there, ...wanted])].sort();
}

/** OSV.dev says nothing of exploitation: CISA's catalogue is fetched beside it. */
async function openApi(now: Date, places: AdvisoryPlaces, outside: Outside): Promise<AdvisorySource> {
  const { openOsvDev } = await import('../../advisories/osv-dev.ts');
  const { openDetailCache } = await import('./detail-cache.ts');
  const { client, home } = outside;
  const { api } = outside.advisories;
  const catalogue = join(places.dumps, 'kev', 'known_exploited_vulnerabilities.json');
  return {
    ...openOsvDev({
      client,
      now,
      cache: openDetailCache(join(home, 'osv.dev')),
      ...(api === undefined ? {} : { base: api }),
    }),
    async knownExploited() {
      const { fetchDump } = await import('../../advisories/fetch-dump.ts');
      const { parseKnownExploited } = await import('../../advisories/known-exploited.ts');
      await fetchDump(places.dumps, dumpOptions([], outside));
      return parseKnownExploited(readFileSync(catalogue, 'utf8'), catalogue);
    },
  };
}

/** Whole ecosystems, fetched when a package of theirs is first asked for, and kept as the local store. */
function openFetched(places: AdvisoryPlaces, outside: Outside): AdvisorySource {
  const { clock, log } = outside;
  const fetched = new Set<string>();
  let store: AdvisorySource = noAdvisories;
  return {
    kind: 'store',
    async lookup(queries) {
      const families = [...new Set(queries.map((query) => query.family))].sort();
      const missing = families.filter((family) => osvDevFamilies.has(family) && !fetched.has(family));
      if (missing.length > 0) {
        log.info(`Fetching advisories of ${missing.join(', ')} from the OSV bucket.`);
        const { dumps } = places;
        const options = dumpOptions(allFamilies(dumps, missing), outside);
        const { updateFromBucket } = await import('../../advisories/update.ts');
        await updateFromBucket(places.store, { ...options, dumps, now: clock.now() });
        for (const family of missing) fetched.add(family);
        await store.close();
        store = openStore(places.store);
      }
      return store.lookup(queries);
    },
    knownExploited: () => store.knownExploited(),
    supportDates: () => store.supportDates(),
    close: () => store.close(),
  };
}
