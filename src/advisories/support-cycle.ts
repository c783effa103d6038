// What is stated of the support of a distribution's releases.

/** One release; `ends` false: no end is known, true: ended at an unknown date. */
export interface SupportCycle {
  readonly cycle: string;
  readonly ends: string | boolean;
  /** Last day of long-term support, where it goes on after `ends`. */
  readonly longTerm?: string;
}

/** Product (endoflife.date's name) → its releases. */
export type SupportDates = ReadonlyMap<string, readonly SupportCycle[]>;
