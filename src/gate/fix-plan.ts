// The fix plan: the smallest set of changes that makes the gate pass, and what each of them buys.
import { grade } from '../health/grade.ts';
import { worstGrade } from '../health/worst.ts';
import type { FixPlan, FixStep, GradeLetter, JudgedFinding, Verdict } from '../terms/verdict.ts';
import { bumpBases } from './base-bump.ts';
import { type DecideInput, decide } from './decide.ts';
import { actionOf } from './fix-action.ts';
import { type Case, openCase } from './fix-case.ts';
import { ask, type Change, isClosed } from './fix-change.ts';
import { type Affected, affectedBy, closedBy, order, urgency } from './fix-order.ts';
import type { Candidate } from './judged-image.ts';
import type { NewerBases } from './newer-base.ts';
import { gradeConditions } from './obstacles.ts';
import type { Remedy } from './remedy.ts';
import { accountOf } from './step-account.ts';

/**
 * Undefined when both questions pass. A finding is in the way when it blocks, or when it alone pulls its image below
 * the minimum grade; what it does depends on no other finding, and each has one way out. So the set is the smallest
 * one, and without any of its steps a reason against the image would stay. Pure; same input, same plan.
 */
export function planFixes(input: DecideInput, verdict: Verdict): FixPlan | undefined {
  if (verdict.merge === 'pass' && verdict.certificate === 'pass') return undefined;
  return smallest(input);
}

/**
 * The plan that knows what newer bases have: they come first, and what is asked for besides is the smallest set for the
 * images upon them, so an update that a newer base makes needless is none of its steps.
 */
export function planUpon(input: DecideInput, newer: NewerBases): FixPlan {
  const { steps, images } = bumpBases(input, newer);
  const rest = smallest({ ...input, images });
  return { ...rest, steps: [...steps, ...rest.steps] };
}

function smallest(input: DecideInput): FixPlan {
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
        ask(change, finding, remedy, question);
        worst.set(remedy.id, Math.min(worst.get(remedy.id) ?? 9, urgency(finding)));
      }
    }
  }
  const affected = affectedBy(cases);
  const ordered = order([...changes.values()], affected, worst);
  const steps = stepsOf(ordered, cases, affected, input);
  const after = decide({ ...input, images: cases.map((one) => without(one, changes)) });
  const letter = worstGrade(after.grades)?.letter;
  const { merge, certificate, reasons } = after.verdict;
  return {
    steps,
    reaches: { merge, certificate, ...(letter === undefined ? {} : { grade: letter }) },
    left: reasons,
  };
}

function open(remedy: Remedy): Change {
  return { remedy, packages: new Map(), subjects: new Set(), question: 'certificate' };
}

function stepsOf(
  changes: readonly Change[],
  cases: readonly Case[],
  affected: Affected,
  input: DecideInput,
): readonly FixStep[] {
  const taken = new Map<string, Change>();
  const gone = new Set<JudgedFinding>();
  return changes.map((change) => {
    taken.set(change.remedy.id, change);
    const fresh = closedBy(change, affected, taken).filter((finding) => !gone.has(finding));
    for (const finding of fresh) gone.add(finding);
    const shown = fresh.filter(({ treatment }) => treatment === 'block' || treatment === 'warn');
    const letter = gradeWithout(cases, gone, input);
    return {
      kind: change.remedy.kind,
      action: actionOf(change),
      question: change.question,
      packages: [...change.packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      ...accountOf(shown),
      ...(letter === undefined ? {} : { grade: letter }),
      ...(change.remedy.unseen === undefined ? {} : { unseen: change.remedy.unseen }),
    };
  });
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

function without({ candidate, judged, remedies }: Case, taken: ReadonlyMap<string, Change>): Candidate {
  const findings = judged.filter((finding) => !isClosed(remedies(finding), finding, taken));
  return { ...candidate, findings };
}
