// What is known about packages: which advisories are used (decision 19), and the one snapshot they make.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type Matching, matchPackages } from '../../advisories/match.ts';
import { storeStatus } from '../../advisories/store.ts';
import { type Support, supportOf } from '../../advisories/support.ts';
import { UserError } from '../../terms/errors.ts';
import type { Layer } from '../../terms/image.ts';
import type { OperatingSystem, Package } from '../../terms/package.ts';
import type { Snapshot } from '../../terms/verdict.ts';
import type { Outside } from '../outside.ts';
import { type AdvisoryWish, advisoryPlaces, openAdvisories } from './source.ts';

export interface Knowledge {
  /** The same for the same advisories as far as can be told without reading them; absent: cannot be told. */
  readonly identity?: string;
  match(
    packages: readonly Package[],
    os: OperatingSystem | undefined,
    layers: readonly Layer[],
  ): Promise<Matching & { readonly support: Support | undefined }>;
  close(): Promise<void>;
}

export async function openKnowledge(wish: AdvisoryWish, outside: Outside): Promise<Knowledge> {
  const source = await openAdvisories(wish, outside);
  const identity = identityOf(wish, outside);
  return {
    ...(identity !== undefined && { identity }),
    async match(packages, os, layers) {
      const matching = await matchPackages(packages, os, source, { asOf: wish.asOf, layers });
      const dates = await source.supportDates();
      return { ...matching, support: os === undefined ? undefined : supportOf(os, wish.asOf, dates) };
    },
    close: () => source.close(),
  };
}

function identityOf({ asked }: AdvisoryWish, { home }: Outside): string | undefined {
  const place = asked === undefined ? advisoryPlaces(home).store : resolve(asked);
  try {
    return JSON.stringify([asked, place, storeStatus(place)?.digest]);
  } catch (error) {
    // A damaged store that counted as none, and was said to be so when it was looked for.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** One snapshot of several lookups: the oldest date, all ecosystems, a digest over their digests. */
export function mergeSnapshots(snapshots: readonly Snapshot[], asOf: Date): Snapshot {
  const [first] = snapshots;
  if (first === undefined) return { asOf: asOf.toISOString(), source: 'none', ecosystems: [] };
  const digests = [
    ...new Set(snapshots.map((one) => one.digest).filter((digest) => digest !== undefined)),
  ].sort();
  const dates = snapshots.map((one) => one.updated).filter((date) => date !== undefined);
  const [digest, ...more] = digests;
  const { digest: _, updated: __, ...rest } = first;
  return {
    ...rest,
    ...(digest === undefined
      ? {}
      : {
          digest:
            more.length === 0
              ? digest
              : `sha256:${createHash('sha256').update(digests.join('\n')).digest('hex')}`,
        }),
    ...(dates.length === 0 ? {} : { updated: dates.sort()[0] ?? '' }),
    ecosystems: [...new Set(snapshots.flatMap((one) => one.ecosystems))].sort(),
  };
}
