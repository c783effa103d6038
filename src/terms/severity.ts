// How bad a finding is. Vendors' words map onto these; `unknown` is a value of its own, never silence.

export const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;

/** `high` is what Red Hat calls Important, `medium` Moderate. */
export type Severity = (typeof severities)[number];

/** Position for sorting, worst first; unknown ranks with high until it is known (decision 6). */
export function severityRank(severity: Severity): number {
  return severity === 'unknown' ? 1.5 : severities.indexOf(severity);
}
