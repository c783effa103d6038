// What is known about packages: which advisories are used (decision 19), and the one snapshot they make.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { openDump } from '../advisories/dump.ts';
import { type Matching, matchPackages } from '../advisories/match.ts';
import { type AdvisorySource, noAdvisories } from '../advisories/source.ts';
import { type Support, supportOf } from '../advisories/support.ts';
import { UserError } from '../terms/errors.ts';
import type { Layer } from '../terms/image.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { Snapshot } from '../terms/verdict.ts';
import type { Outside } from './outside.ts';

export interface Knowledge {
  match(
    packages: readonly Package[],
    os: OperatingSystem | undefined,
    layers: readonly Layer[],
  ): Promise<Matching & { readonly support: Support | undefined }>;
  close(): Promise<void>;
}

export interface KnowledgeWish {
  /** A directory, a zip, `osv.dev`, `none`, or nothing: then the default of decision 19. */
  readonly asked: string | undefined;
  readonly asOf: Date;
  /** Names of packages of a public repository are no secret. */
  readonly publicRepository: boolean;
}

export async function openKnowledge(wish: KnowledgeWish, outside: Outside): Promise<Knowledge> {
  const source = openAdvisories(wish, outside);
  return {
    async match(packages, os, layers) {
      const matching = await matchPackages(packages, os, source, { asOf: wish.asOf, layers });
      const dates = await source.supportDates();
      return { ...matching, support: os === undefined ? undefined : supportOf(os, wish.asOf, dates) };
    },
    close: () => source.close(),
  };
}

function openAdvisories(wish: KnowledgeWish, outside: Outside): AdvisorySource {
  const { asked } = wish;
  if (asked === 'none') return noAdvisories;
  if (asked === undefined) return noAdvisories;
  if (!existsSync(asked)) {
    throw new UserError(
      'not-found',
      `there are no advisories at ${asked}`,
      'Name a directory, a .zip, or osv.dev.',
    );
  }
  return openDump(asked);
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
