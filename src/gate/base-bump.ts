// Steps of the fix plan that build images upon newer bases: what each buys by itself, from what the base really has.
import { worstGrade } from '../health/worst.ts';
import type { Finding } from '../terms/finding.ts';
import { severities, severityRank } from '../terms/severity.ts';
import type { FixStep, JudgedFinding } from '../terms/verdict.ts';
import { compareWithBase } from './compare.ts';
import { type DecideInput, decide } from './decide.ts';
import { openCase } from './fix-case.ts';
import type { Candidate } from './judged-image.ts';
import type { NewerBases, SeenNewerBase } from './newer-base.ts';
import { accountOf, severitiesOf } from './step-account.ts';

export interface Bumped {
  readonly steps: readonly FixStep[];
  /** The images after the steps. */
  readonly images: readonly Candidate[];
}

/** One image upon its newer base, compared with what it is now. */
interface Trial {
  readonly index: number;
  readonly newer: SeenNewerBase;
  readonly gone: readonly JudgedFinding[];
  readonly added: readonly JudgedFinding[];
  readonly ofBase: readonly JudgedFinding[];
  readonly question: FixStep['question'];
}

/**
 * A newer base is taken where less stands in the way upon it. Images with one base move together; the grade and verdict
 * of a step are those after it and the ones before it. Pure.
 */
export function bumpBases(input: DecideInput, newer: NewerBases): Bumped {
  const trials = input.images.flatMap((image, index) => {
    const one = newer[index];
    return one?.kind === 'seen' ? (tryBase(image, index, one, input) ?? []) : [];
  });
  const taken = new Set(trials.map(({ index }) => index));
  let images: readonly Candidate[] = input.images.map((image, index) => {
    const one = newer[index];
    return one === undefined || taken.has(index) ? image : { ...image, ...one.stays };
  });
  const steps: FixStep[] = [];
  for (const group of Map.groupBy(trials, ({ newer: { reference, to } }) => `${reference} ${to}`).values()) {
    images = images.map((image, index) => {
      const trial = group.find((one) => one.index === index);
      return trial === undefined ? image : upon(image, trial.newer);
    });
    steps.push(stepOf(group, { ...input, images }));
  }
  return { steps, images };
}

function upon({ base }: Candidate, newer: SeenNewerBase): Candidate {
  return base === undefined ? newer.upon : { ...newer.upon, base };
}

function tryBase(
  image: Candidate,
  index: number,
  newer: SeenNewerBase,
  input: DecideInput,
): Trial | undefined {
  const now = openCase(image, input);
  const then = openCase(upon(image, newer), input);
  const inTheWay = now.judged.filter((one) => now.stands(one) !== undefined);
  const left = then.judged.filter((one) => then.stands(one) !== undefined);
  if (!isLess(left, inTheWay)) return undefined;
  const references = { head: image.reference, base: image.reference };
  const before = now.judged.filter(isShown);
  const after = then.judged.filter(isShown);
  const { origins, fixed } = compareWithBase(after, before, { references });
  const lost = new Set<Finding>(fixed);
  const gone = new Set(before.filter((one) => lost.has(one)));
  return {
    index,
    newer,
    gone: [...gone],
    added: after.filter((one) => origins.get(one) === 'introduced'),
    ofBase: before.filter((one) => gone.has(one) || newer.ofBase(one)),
    question: [...gone].some((one) => now.stands(one) === 'both') ? 'both' : 'certificate',
  };
}

/** The worst first: no number of lesser findings that go outweighs a critical one that comes. */
function isLess(left: readonly JudgedFinding[], before: readonly JudgedFinding[]): boolean {
  const [now, then] = [severitiesOf(left), severitiesOf(before)];
  for (const severity of severities.toSorted((a, b) => severityRank(a) - severityRank(b))) {
    const more = (now[severity] ?? 0) - (then[severity] ?? 0);
    if (more !== 0) return more < 0;
  }
  return false;
}

function isShown({ treatment }: JudgedFinding): boolean {
  return treatment === 'block' || treatment === 'warn';
}

function stepOf(group: readonly Trial[], after: DecideInput): FixStep {
  const [first] = group;
  const gone = group.flatMap((trial) => trial.gone);
  const { verdict, grades } = decide(after);
  const letter = worstGrade(grades)?.letter;
  const froms = new Set(group.map(({ newer }) => newer.from));
  const [from] = froms.size === 1 ? froms : [];
  const reference = first?.newer.reference ?? '';
  return {
    kind: 'base',
    action: `Build on the newer ${reference} that is out.`,
    question: group.some(({ question }) => question === 'both') ? 'both' : 'certificate',
    packages: [],
    ...accountOf(gone),
    ...(letter === undefined ? {} : { grade: letter }),
    ...(first === undefined
      ? {}
      : {
          newerBase: {
            reference,
            ...(from === undefined ? {} : { from }),
            to: first.newer.to,
            by: group.some(({ newer }) => newer.by === 'inventory') ? 'inventory' : 'layers',
            findings: group.reduce((sum, { ofBase }) => sum + ofBase.length, 0),
            gone: gone.length,
            added: group.reduce((sum, { added }) => sum + added.length, 0),
            merge: verdict.merge,
            certificate: verdict.certificate,
          },
        }),
  };
}
