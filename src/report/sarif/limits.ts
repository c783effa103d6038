// What GitHub's code scanning takes of a SARIF file (docs.github.com, «SARIF support for code scanning»).

export const limits = {
  /** Runs in one file. */
  runs: 20,
  /** Results that are shown of a run; 25,000 are taken, the rest of them silently hidden. */
  results: 5_000,
  /** Tags of a rule that are shown. */
  tags: 10,
  /** Characters of a rule's short and full description. */
  description: 1_024,
  /** Characters of a message before we cut it ourselves. */
  message: 1_000,
} as const;
