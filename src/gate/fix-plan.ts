// The fix plan: the smallest set of changes that makes the gate pass, and what each of them buys.
import { grade } from '../health/grade.ts';
import { worstGrade } from '../health/worst.ts';
import { type Severity, severityRank } from '../terms/severity.ts';
import type {
  FixPlan,
  FixStep,
  GradeLetter,
  JudgedFinding,
  Verdict,
  VerdictReason,
} from '../terms/verdict.ts';
import { type DecideInput, decide } from './decide.ts';
import { actionOf, ask, type Change, closes } from './fix-change.ts';
import type { Candidate } from './judged-image.ts';
import { gradeConditions } from './obstacles.ts';
import { plainRemedies, type Remedy } from './remedy.ts';

/**
 * Undefined when both questions pass. A finding is in the way when it blocks, or when it alone pulls its image below
 * the minimum grade; what it does depends on no other finding, and each has one way out. So the set is the smallest
 * one, and without any of its steps a reason against the image would stay. Pure; same input, same plan.
 */
export function planFixes(input: DecideInput, verdict: Verdict): FixPlan | undefined {
  if (verdict.merge === 'pass' && verdict.certificate === 'pass') return undefined;
  const cases = input.images.map((candidate) => openCase(candidate, input));
  const changes = new Map<string, Change>();
  const worst = new Map<string, number>();
  for (const one of cases) {
    for (const finding of one.judged) {
      const question = one.stands(finding);
      if (question === undefined) continue;
      for (const remedy of one.remedies(finding)) {
        const change = changes.get(remedy.id) ?? open(remedy);
        changes.set(remedy.id, change);
        ask(change, finding, question);
        worst.set(remedy.id, Math.min(worst.get(remedy.id) ?? 9, urgency(finding)));
      }
    }
  }
  const ordered = order([...changes.values()], cases, worst);
  const steps = stepsOf(ordered, cases, input);
  const after = decide({ ...input, images: cases.map((one) => without(one, changes)) });
  const letter = worstGrade(after.grades)?.letter;
  const { merge, certificate, reasons } = after.verdict;
  return {
    steps,
    reaches: { merge, certificate, ...(letter === undefined ? {} : { grade: letter }) },
    left: reasons,
  };
}

/** One image, with its findings as the policy has them. */
interface Case {
  readonly candidate: Candidate;
  readonly judged: readonly JudgedFinding[];
  stands(finding: JudgedFinding): (VerdictReason['question'] & FixStep['question']) | undefined;
  remedies(finding: JudgedFinding): readonly Remedy[];
}

function openCase({ underPolicy, ...image }: Candidate, input: DecideInput): Case {
  const findings = underPolicy?.(input.policy.sections) ?? image.findings;
  const candidate: Candidate = { ...image, findings };
  const bare: Candidate = {
    ...image,
    findings: [],
    ...(image.base === undefined ? {} : { base: { findings: [] } }),
  };
  const reasonsWith = (alone: Candidate['findings']): readonly VerdictReason[] =>
    decide({ ...input, images: [{ ...bare, findings: alone }] }).verdict.reasons;
  const always = new Set(reasonsWith([]).map(({ message }) => message));
  const known = new Map<JudgedFinding, readonly Remedy[]>();
  const { remedies = plainRemedies } = image;
  return {
    candidate,
    judged: decide({ ...input, images: [candidate] }).findings,
    stands(finding) {
      const { treatment, blocksMerge, details } = finding;
      if (treatment === 'block') return blocksMerge ? 'both' : 'certificate';
      if (treatment === 'waived' || details.kind !== 'vulnerability') return undefined;
      const own = reasonsWith([finding]).filter(({ message }) => !always.has(message));
      if (own.length === 0) return undefined;
      return own.some(({ question }) => question !== 'certificate') ? 'both' : 'certificate';
    },
    remedies(finding) {
      const found = known.get(finding) ?? remedies(finding);
      known.set(finding, found);
      return found;
    },
  };
}

function open(remedy: Remedy): Change {
  return { remedy, packages: new Map(), subjects: new Set(), question: 'certificate' };
}

/** What the merge waits for first, then the worst, then what helps against most. */
function order(
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

function urgency({ details, severity }: JudgedFinding): number {
  const first = details.kind === 'malicious' || (details.kind === 'vulnerability' && details.knownExploited);
  return first ? -1 : severityRank(severity);
}

function stepsOf(changes: readonly Change[], cases: readonly Case[], input: DecideInput): readonly FixStep[] {
  const taken = new Map<string, Change>();
  const gone = new Set<JudgedFinding>();
  return changes.map((change) => {
    taken.set(change.remedy.id, change);
    const fresh = closedFindings(cases, taken).filter((finding) => !gone.has(finding));
    for (const finding of fresh) gone.add(finding);
    const shown = fresh.filter(({ treatment }) => treatment === 'block' || treatment === 'warn');
    const letter = gradeWithout(cases, gone, input);
    const teams = [...new Set(shown.flatMap(({ owner }) => owner ?? []))].sort();
    return {
      kind: change.remedy.kind,
      action: actionOf(change),
      question: change.question,
      packages: [...change.packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      closes: countOf(shown),
      rules: [...new Set(shown.map(({ rule }) => rule))].sort(),
      ...(letter === undefined ? {} : { grade: letter }),
      ...(teams.length === 0 ? {} : { teams }),
    };
  });
}

function countOf(findings: readonly JudgedFinding[]): Partial<Record<Severity, number>> {
  const counts: Partial<Record<Severity, number>> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

function gradeWithout(
  cases: readonly Case[],
  gone: ReadonlySet<JudgedFinding>,
  { policy, snapshot, now }: DecideInput,
): GradeLetter | undefined {
  const grades = cases.map(({ candidate, judged }) =>
    grade(
      judged.filter((finding) => !gone.has(finding)),
      now,
      gradeConditions(candidate, snapshot, policy),
    ),
  );
  return worstGrade(grades)?.letter;
}

function closedFindings(
  cases: readonly Case[],
  taken: ReadonlyMap<string, Change>,
): readonly JudgedFinding[] {
  return cases.flatMap((one) =>
    one.judged.filter((finding) => isClosed(one.remedies(finding), finding, taken)),
  );
}

function isClosed(
  remedies: readonly Remedy[],
  finding: JudgedFinding,
  taken: ReadonlyMap<string, Change>,
): boolean {
  return (
    remedies.length > 0 &&
    remedies.every(({ id }) => {
      const change = taken.get(id);
      return change !== undefined && closes(change, finding);
    })
  );
}

function without({ candidate, judged, remedies }: Case, taken: ReadonlyMap<string, Change>): Candidate {
  const findings = judged.filter((finding) => !isClosed(remedies(finding), finding, taken));
  return { ...candidate, findings };
}
