// What a step of a fix plan does away with, as it is told: findings by severity, their rules, and the teams that have them.
import type { Severity } from '../terms/severity.ts';
import type { FixStep, JudgedFinding } from '../terms/verdict.ts';

export function accountOf(ended: readonly JudgedFinding[]): Pick<FixStep, 'closes' | 'rules' | 'teams'> {
  const teams = [...new Set(ended.flatMap(({ owner }) => owner ?? []))].sort();
  return {
    closes: severitiesOf(ended),
    rules: [...new Set(ended.map(({ rule }) => rule))].sort(),
    ...(teams.length === 0 ? {} : { teams }),
  };
}

/** How many there are of each severity that occurs. */
export function severitiesOf(findings: readonly JudgedFinding[]): Partial<Record<Severity, number>> {
  const counts: Partial<Record<Severity, number>> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
