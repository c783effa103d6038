// How much must stand behind a signature.

export interface Thresholds {
  /** Distinct entries in transparency logs. */
  readonly logEntries: number;
  /** Signed certificate timestamps; for certificates only. */
  readonly certificateLogs: number;
  /** Trusted times: signed entry timestamps and RFC 3161 timestamps. */
  readonly times: number;
}

/** The default, for certificates and keys alike. */
export const strictThresholds: Thresholds = { logEntries: 1, certificateLogs: 1, times: 1 };
/** For a key whose owner keeps no log: the signature alone. Never for certificates, which outlive their minutes. */
export const bareKeyThresholds: Thresholds = { logEntries: 0, certificateLogs: 0, times: 0 };
