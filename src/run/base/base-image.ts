// One image of what a change is compared with.
import type { Finding } from '../../terms/finding.ts';

/** What one image of the base had, on the snapshot of this run. */
export interface BaseImage {
  readonly reference: string;
  readonly platform: string;
  readonly findings: readonly Finding[];
  /** Ids that the base's own scan could know; undefined when there was none. */
  readonly knownIds?: ReadonlySet<string>;
  /** Only its packages are known: of other findings nobody can say whether it has them. */
  readonly packagesOnly?: boolean;
}
