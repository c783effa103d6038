// The shape of one bench and of the line it prints.

/** One measured thing; `value`, `floor` and `peer` share the unit. Lower is better. */
export interface Measurement {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** What the same work costs at least, measured in the same run. */
  readonly floor?: number;
  /** What the best peer takes, measured in the same run or quoted with its source in the bench. */
  readonly peer?: number;
  /** `value / floor`. */
  readonly ratio?: number;
  readonly peakRssMiB?: number;
  /** The most that the project promises for `ratio`, or for `value` without a floor. */
  readonly target?: number;
}

export interface BenchOptions {
  /** A few seconds, small input, one round: for CI. */
  readonly short: boolean;
}

export interface Bench {
  readonly name: string;
  /** Measures, or gives the reason why it cannot here (a missing tool or build). */
  run(options: BenchOptions): Promise<readonly Measurement[] | { readonly skipped: string }>;
}
