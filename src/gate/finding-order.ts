// The one order of findings: worst first, then by name, so that equal input gives equal bytes.
import type { Finding } from '../terms/finding.ts';
import { severityRank } from '../terms/severity.ts';

/** A sorted copy. Only findings that nothing else tells apart are compared as a whole: that is dear. */
export function sortFindings<T extends Finding>(findings: readonly T[]): readonly T[] {
  const keys = new Map<T, string>();
  const keyOf = (finding: T): string => {
    const known = keys.get(finding);
    if (known !== undefined) return known;
    const key = JSON.stringify(finding, sortedKeys);
    keys.set(finding, key);
    return key;
  };
  return findings.toSorted((a, b) => compare(a, b) || order(keyOf(a), keyOf(b)));
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
