// In which order the fix plan tells its steps.
import { severityRank } from '../terms/severity.ts';
import type { JudgedFinding } from '../terms/verdict.ts';
import type { Case } from './fix-case.ts';
import { type Change, isClosed } from './fix-change.ts';
import type { Remedy } from './remedy.ts';

/** What the merge waits for first, then the worst, then what helps against most. */
export function order(
  changes: readonly Change[],
  affected: Affected,
  worst: ReadonlyMap<string, number>,
): readonly Change[] {
  const counts = new Map(
    changes.map((change) => [
      change,
      closedBy(change, affected, new Map([[change.remedy.id, change]])).length,
    ]),
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

/** Remedy's id → findings that it is a way out of, alone or with others. */
export type Affected = ReadonlyMap<string, readonly (readonly [JudgedFinding, readonly Remedy[]])[]>;

export function affectedBy(cases: readonly Case[]): Affected {
  const all = new Map<string, (readonly [JudgedFinding, readonly Remedy[]])[]>();
  for (const { judged, remedies } of cases) {
    for (const finding of judged) {
      const ways = remedies(finding);
      for (const { id } of ways) {
        const list = all.get(id) ?? [];
        list.push([finding, ways]);
        all.set(id, list);
      }
    }
  }
  return all;
}

/** Findings of a change that go away when it and the others of `taken` are made. */
export function closedBy(
  { remedy }: Change,
  affected: Affected,
  taken: ReadonlyMap<string, Change>,
): readonly JudgedFinding[] {
  return (affected.get(remedy.id) ?? []).flatMap(([finding, ways]) =>
    isClosed(ways, finding, taken) ? [finding] : [],
  );
}
