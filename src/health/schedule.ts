// The grade as a function of the day: each missing fix ages on its own, the worst decides.
import { type GradeDrop, type GradeLetter, gradeLetters } from '../terms/verdict.ts';
import { bounds, type Urgency } from './bounds.ts';

/** A missing fix that counts. */
export interface MissingFix {
  readonly id: string;
  readonly urgency: Urgency;
  /** UTC day from which it ages. */
  readonly since: number;
}

export interface LetterAt {
  readonly letter: GradeLetter;
  /** Ids of those that decide it, sorted. */
  readonly because: readonly string[];
}

/** Letter that one missing fix earns after `age` whole days; an age below 0 counts as 0. */
export function letterOfAge(urgency: Urgency, age: number): GradeLetter {
  return bounds.find((bound) => bound.urgency === urgency && age <= bound.days)?.letter ?? 'F';
}

/** The letter on one day. */
export function letterAt(missing: readonly MissingFix[], day: number): LetterAt {
  let letter: GradeLetter = 'A';
  for (const fix of missing) letter = worse(letter, letterOfAge(fix.urgency, day - fix.since));
  if (letter === 'A') return { letter, because: [] };
  const deciding = missing.filter((fix) => letterOfAge(fix.urgency, day - fix.since) === letter);
  return { letter, because: [...new Set(deciding.map((fix) => fix.id))].sort() };
}

/** Days after `today`, as day numbers, on which the letter gets worse if nothing is updated. */
export function dropsAfter(
  missing: readonly MissingFix[],
  today: number,
): readonly (Omit<GradeDrop, 'on'> & { readonly day: number })[] {
  const days = new Set<number>();
  for (const fix of missing) {
    for (const bound of bounds) {
      const day = fix.since + bound.days + 1;
      if (bound.urgency === fix.urgency && day > today) days.add(day);
    }
  }
  const drops: (Omit<GradeDrop, 'on'> & { readonly day: number })[] = [];
  let current = letterAt(missing, today).letter;
  for (const day of [...days].sort((a, b) => a - b)) {
    const next = letterAt(missing, day);
    if (next.letter === current) continue;
    drops.push({ day, letter: next.letter, because: next.because });
    current = next.letter;
  }
  return drops;
}

export function worse(a: GradeLetter, b: GradeLetter): GradeLetter {
  return gradeLetters.indexOf(a) >= gradeLetters.indexOf(b) ? a : b;
}
