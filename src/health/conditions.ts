// What the scan knows about an image besides its findings: whether a letter can mean anything.
import type { Refusal } from '../terms/refusal.ts';
import type { Severity } from '../terms/severity.ts';

/** What the scan knows about an image besides its findings. */
export interface GradeConditions {
  /** `none`: the image holds no distribution at all (built from scratch), which is not the same as unknown. */
  readonly system:
    | { readonly kind: 'known'; readonly name: string; readonly support?: Support }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'none' };
  /** Everything in the image that could not or must not be read. */
  readonly refusals: readonly Refusal[];
  /** Ecosystems with packages in the image and without advisories at hand, such as `Debian:12`. */
  readonly uncovered: readonly string[];
  /** When the advisories were last known to be current, ISO 8601; absent: no advisories. */
  readonly advisoriesUpdated?: string;
  /** Hours after which advisories are stale; 48 unless given. */
  readonly maxAgeHours?: number;
  /** What an advisory without a stated severity counts as; `high` unless given. */
  readonly unknownSeverity?: Severity;
}

/** Support of a release, long-term support included. */
export interface Support {
  /** Last day, `YYYY-MM-DD`, UTC. */
  readonly until: string;
}

export const defaultMaxAgeHours = 48;
