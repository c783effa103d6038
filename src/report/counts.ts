// How many findings of each kind a result holds: the numbers that every surface shows alike.

import { type Severity, severities } from '../terms/severity.ts';
import type { JudgedFinding } from '../terms/verdict.ts';

export interface Counts {
  readonly total: number;
  /** Standing in the way of the merge. */
  readonly blocking: number;
  /** Standing in the way of the certificate. */
  readonly blockingCertificate: number;
  readonly waived: number;
  readonly knownExploited: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** Counts what is shown: findings that the policy switched off are left out, everywhere. */
export function countFindings(findings: readonly JudgedFinding[]): Counts {
  const shown = findings.filter(isShown);
  const number = (test: (finding: JudgedFinding) => boolean): number => shown.filter(test).length;
  const ofSeverity = (severity: Severity): number => number((finding) => finding.severity === severity);
  return {
    total: shown.length,
    blocking: number((finding) => finding.blocksMerge),
    blockingCertificate: number((finding) => finding.treatment === 'block'),
    waived: number((finding) => finding.treatment === 'waived'),
    knownExploited: number(isKnownExploited),
    bySeverity: {
      critical: ofSeverity('critical'),
      high: ofSeverity('high'),
      medium: ofSeverity('medium'),
      low: ofSeverity('low'),
      negligible: ofSeverity('negligible'),
      unknown: ofSeverity('unknown'),
    },
  };
}

export function isShown(finding: JudgedFinding): boolean {
  return finding.treatment !== 'off';
}

export function isKnownExploited(finding: JudgedFinding): boolean {
  return finding.details.kind === 'vulnerability' && finding.details.knownExploited;
}

/** `2 critical · 5 high`; severities without findings are left out. */
export function severityLine(counts: Counts): string {
  const parts = severities.filter((severity) => counts.bySeverity[severity] > 0);
  return parts.map((severity) => `${counts.bySeverity[severity]} ${severity}`).join(' · ');
}

/** `1 finding`, `2 findings`. */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
