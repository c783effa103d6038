// The shape of one conformance suite.

export interface Score {
  readonly passed: number;
  readonly total: number;
  /** One line per failed case, most telling first. */
  readonly failures: readonly string[];
}

export interface Suite {
  /** Name of the folder under the conformance directory. */
  readonly name: string;
  run(folder: string): Promise<Score>;
}
