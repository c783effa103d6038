// In which order the fix plan tells its steps.
import { severityRank } from '../terms/severity.ts';
import type { JudgedFinding } from '../terms/verdict.ts';
import type { Case } from './fix-case.ts';
import { type Change, isClosed } from './fix-change.ts';

/** What the merge waits for first, then the worst, then what helps against most. */
export function order(
  changes: readonly Change[],
  cases: readonly Case[],
  worst: ReadonlyMap<string, number>,
): readonly Change[] {
  const counts = new Map(
    changes.map((change) => [change, closedFindings(cases, new Map([[change.remedy.id, change]])).length]),
  );
  const waits = ({ question }: Change): number => (question === 'both' ? 0 : 1);
  const rank = ({ remedy }: Change): number => worst.get(remedy.id) ?? 9;
  return changes.toSorted(
    (a, b) =>
      waits(a) - waits(b) ||
      rank(a) - rank(b) ||
      (counts.get(b) ?? 0) - (counts.get(a) ?? 0) ||
      (a.remedy.id < b.remedy.id ? -1 : 1),
  );
}

export function urgency({ details, severity }: JudgedFinding): number {
  const first = details.kind === 'malicious' || (details.kind === 'vulnerability' && details.knownExploited);
  return first ? -1 : severityRank(severity);
}

/** Findings that go away when these changes are made. */
export function closedFindings(
  cases: readonly Case[],
  taken: ReadonlyMap<string, Change>,
): readonly JudgedFinding[] {
  return cases.flatMap((one) =>
    one.judged.filter((finding) => isClosed(one.remedies(finding), finding, taken)),
  );
}
