// Severities as SARIF levels and as the number that code scanning sorts by.
import { type Severity, severityRank } from '../../terms/severity.ts';
import type { JudgedFinding } from '../../terms/verdict.ts';

/** Bands of `security-severity` (docs.github.com): above 9 critical, 7–8.9 high, 4–6.9 medium, 0.1–3.9 low. */
const bands: Readonly<
  Record<Severity, { readonly from: number; readonly to: number; readonly middle: number }>
> = {
  critical: { from: 9.1, to: 10, middle: 9.5 },
  high: { from: 7, to: 8.9, middle: 8 },
  medium: { from: 4, to: 6.9, middle: 5.5 },
  low: { from: 0.1, to: 3.9, middle: 2 },
  negligible: { from: 0.1, to: 0.1, middle: 0.1 },
  // Counts as Important until it is known (decision 6).
  unknown: { from: 7, to: 7, middle: 7 },
};

/** The worst of the findings as a decimal; a CVSS score counts where it agrees with the severity that was judged. */
export function securitySeverity(findings: readonly JudgedFinding[]): string {
  return Math.max(0, ...findings.map(numberOf)).toFixed(1);
}

export function levelOf(finding: JudgedFinding): 'error' | 'warning' | 'note' {
  if (finding.blocksMerge || finding.treatment === 'block') return 'error';
  if (finding.treatment === 'waived') return 'note';
  return severityRank(finding.severity) <= severityRank('medium') ? 'warning' : 'note';
}

function numberOf(finding: JudgedFinding): number {
  const band = bands[finding.severity];
  const score = finding.details.kind === 'vulnerability' ? finding.details.cvss?.score : undefined;
  return score !== undefined && score >= band.from && score <= band.to ? score : band.middle;
}
