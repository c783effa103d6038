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
  /** Families asked for that the source has data of. */
  readonly covered: ReadonlySet<string>;
  /** Digest over the data of the families asked for. */
  readonly digest?: Digest;
  /** When the data was last known to be current, ISO 8601. */
  readonly updated?: string;
  /** Records that could not be read, and the like: one sentence each. */
  readonly warnings: readonly string[];
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
  lookup: async (queries) => ({ records: queries.map(() => []), covered: new Set(), warnings: [] }),
  knownExploited: async () => new Set(),
  supportDates: async () => undefined,
  close: async () => undefined,
};
