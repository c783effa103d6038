// The one port to advisory data: a dump, the local store, or OSV.dev.
import type { Digest } from '../terms/digest.ts';
import type { Advisory } from './record.ts';
import type { SupportDates } from './support-cycle.ts';

export interface PackageQuery {
  /** OSV ecosystem without release, such as `Debian`. */
  readonly family: string;
  /** As `comparableName` writes it. */
  readonly name: string;
  /** Ecosystem with release and version for sources that match on their own side. */
  readonly ecosystem: string;
  readonly version: string;
}

export interface Lookup {
  /** Records of each query, in the queries' order; sorted by id. */
  readonly records: readonly (readonly Advisory[])[];
  /** Ecosystems asked for, release included, that the source has data of. */
  readonly covered: ReadonlySet<string>;
  /** `family TAB name` of packages that a record names which could not be read: nothing is known of them. */
  readonly unreadable: ReadonlySet<string>;
  /** Digest over the data of the families asked for. */
  readonly digest?: Digest;
  /** When the data was last known to be current, ISO 8601. */
  readonly updated?: string;
  /** Records that could not be read, and the like: one sentence each. */
  readonly warnings: readonly string[];
}

/** How `Lookup.unreadable` names a package. */
export function packageKey(family: string, name: string): string {
  return `${family}\t${name}`;
}

/** Those of the asked ecosystems that equal one of the recorded ones, or that one of them goes on from after a colon. */
export function coveredBy(
  recorded: ReadonlySet<string>,
  queries: readonly Pick<PackageQuery, 'ecosystem'>[],
): ReadonlySet<string> {
  const asked = [...new Set(queries.map((query) => query.ecosystem))];
  const all = [...recorded];
  return new Set(
    asked.filter((one) => recorded.has(one) || all.some((other) => other.startsWith(`${one}:`))),
  );
}

export interface AdvisorySource {
  readonly kind: 'store' | 'dump' | 'osv.dev' | 'sample' | 'none';
  /** Errors: OutsideError where the data cannot be had. */
  lookup(queries: readonly PackageQuery[]): Promise<Lookup>;
  /** CVE ids of CISA's catalogue of known exploited vulnerabilities; empty where it is not at hand. */
  knownExploited(): Promise<ReadonlySet<string>>;
  /** End-of-support dates that came with the data. */
  supportDates(): Promise<SupportDates | undefined>;
  close(): Promise<void>;
}

/** No advisories at all: every package is uncovered. */
export const noAdvisories: AdvisorySource = {
  kind: 'none',
  lookup: async (queries) => ({
    records: queries.map(() => []),
    covered: new Set(),
    unreadable: new Set(),
    warnings: [],
  }),
  knownExploited: async () => new Set(),
  supportDates: async () => undefined,
  close: async () => undefined,
};
