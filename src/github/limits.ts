// GitHub's limits that its OpenAPI description does not state.
// Data: docs.github.com (checks, commit statuses, code scanning, workflow commands), read in November 2026.

export const limits = {
  /** Characters of a commit status's description. */
  statusDescription: 140,
  /** Characters of a comment's body. */
  comment: 65_536,
  /** Characters of a check's summary and text, each. */
  checkText: 65_535,
  /** Annotations of one call. */
  annotationsPerCall: 50,
  /** Calls with annotations that we make; the rest stands in SARIF and is counted. */
  annotationCalls: 4,
  /** Bytes of a gzipped SARIF file. */
  sarif: 10 * 1024 * 1024,
  /** Comments read to find our own, pages of 100. */
  commentPages: 5,
} as const;
