// The grade as a function of the day: each missing fix ages on its own, the worst decides.
import { type GradeDrop, type GradeLetter, gradeLetters } from '../terms/verdict.ts';
import { bounds, silenceLetter, type Urgency } from './bounds.ts';

/** What counts in the grade: a missing fix that ages, or a problem without fix whose severity nobody states. */
export type Flaw =
  | {
      readonly kind: 'missing-fix';
      readonly id: string;
      readonly urgency: Urgency;
      /** UTC day from which it ages. */
      readonly since: number;
    }
  | { readonly kind: 'silent'; readonly id: string };

export interface LetterAt {
  readonly letter: GradeLetter;
  /** Ids of those that decide it, sorted. */
  readonly because: readonly string[];
}

/** Letter that one missing fix earns after `age` whole days; an age below 0 counts as 0. */
export function letterOfAge(urgency: Urgency, age: number): GradeLetter {
  return bounds.find((bound) => bound.urgency === urgency && age <= bound.days)?.letter ?? 'F';
}

/** Silence never ages, and never earns an A. */
function letterOf(flaw: Flaw, day: number): GradeLetter {
  return flaw.kind === 'silent' ? silenceLetter : letterOfAge(flaw.urgency, day - flaw.since);
}

/** The letter on one day. */
export function letterAt(flaws: readonly Flaw[], day: number): LetterAt {
  let letter: GradeLetter = 'A';
  for (const flaw of flaws) letter = worse(letter, letterOf(flaw, day));
  if (letter === 'A') return { letter, because: [] };
  const deciding = flaws.filter((flaw) => letterOf(flaw, day) === letter);
  return { letter, because: [...new Set(deciding.map((flaw) => flaw.id))].sort() };
}

/** Days after `today`, as day numbers, on which the letter gets worse if nothing is updated. */
export function dropsAfter(
  flaws: readonly Flaw[],
  today: number,
): readonly (Omit<GradeDrop, 'on'> & { readonly day: number })[] {
  const days = new Set<number>();
  for (const flaw of flaws) {
    if (flaw.kind === 'silent') continue;
    for (const bound of bounds) {
      const day = flaw.since + bound.days + 1;
      if (bound.urgency === flaw.urgency && day > today) days.add(day);
    }
  }
  const drops: (Omit<GradeDrop, 'on'> & { readonly day: number })[] = [];
  let current = letterAt(flaws, today).letter;
  for (const day of [...days].sort((a, b) => a - b)) {
    const next = letterAt(flaws, day);
    if (next.letter === current) continue;
    drops.push({ day, letter: next.letter, because: next.because });
    current = next.letter;
  }
  return drops;
}

export function worse(a: GradeLetter, b: GradeLetter): GradeLetter {
  return gradeLetters.indexOf(a) >= gradeLetters.indexOf(b) ? a : b;
}
