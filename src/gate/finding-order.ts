// The one order of findings: worst first, then by name, so that equal input gives equal bytes.
import type { Finding } from '../terms/finding.ts';
import { severityRank } from '../terms/severity.ts';

/** A sorted copy. */
export function sortFindings<T extends Finding>(findings: readonly T[]): readonly T[] {
  return findings
    .map((finding) => ({ finding, key: JSON.stringify(finding, sortedKeys) }))
    .sort((a, b) => compare(a.finding, b.finding) || order(a.key, b.key))
    .map(({ finding }) => finding);
}

function compare(a: Finding, b: Finding): number {
  return (
    urgency(a) - urgency(b) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    order(a.rule, b.rule) ||
    order(a.subject, b.subject)
  );
}

function urgency({ details }: Finding): number {
  if (details.kind === 'malicious') return 0;
  return details.kind === 'vulnerability' && details.knownExploited ? 1 : 2;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => order(a, b)));
}
