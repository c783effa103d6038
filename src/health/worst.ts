// One grade for several images: the worst of them, drops merged.
import { type Grade, type GradeDrop, type GradeLetter, gradeLetters } from '../terms/verdict.ts';
import { worse } from './schedule.ts';

/**
 * The worst grade; one that is not gradable beats every letter. Undefined for no images.
 * Drops are those of all images together, as far as they make the common letter worse.
 */
export function worstGrade(grades: readonly Grade[]): Grade | undefined {
  const [first, ...rest] = grades;
  if (first === undefined || rest.length === 0) return first;
  const withoutFix = grades.reduce((sum, one) => sum + one.withoutFix, 0);
  const ungraded = grades.filter((one) => one.letter === undefined).map((one) => one.sentence);
  const [sentence] = ungraded.sort();
  if (sentence !== undefined) return { sentence, drops: [], because: [], withoutFix };
  const letter = grades.reduce<GradeLetter>((worst, one) => worse(worst, one.letter ?? 'F'), 'A');
  const deciding = grades.filter((one) => one.letter === letter);
  return {
    letter,
    sentence: deciding[0]?.sentence ?? first.sentence,
    drops: mergeDrops(grades, letter),
    because: union(deciding.map((one) => one.because)),
    withoutFix,
  };
}

function mergeDrops(grades: readonly Grade[], today: GradeLetter): readonly GradeDrop[] {
  const days = union(grades.map((one) => one.drops.map((drop) => drop.on)));
  const drops: GradeDrop[] = [];
  let current = today;
  for (const on of days) {
    const letter = grades.reduce<GradeLetter>((worst, one) => worse(worst, letterOn(one, on)), 'A');
    if (rank(letter) <= rank(current)) continue;
    const causes = grades.filter((one) => letterOn(one, on) === letter);
    drops.push({ on, letter, because: union(causes.map((one) => causeOn(one, on))) });
    current = letter;
  }
  return drops;
}

/** Letter of a schedule on a day (`YYYY-MM-DD`) that is not before the grade's own. */
export function letterOn(schedule: Grade, day: string): GradeLetter {
  return lastDrop(schedule, day)?.letter ?? schedule.letter ?? 'F';
}

function causeOn(schedule: Grade, day: string): readonly string[] {
  return (lastDrop(schedule, day) ?? schedule).because;
}

function lastDrop(schedule: Grade, day: string): GradeDrop | undefined {
  return schedule.drops.findLast((drop) => drop.on <= day);
}

function rank(letter: GradeLetter): number {
  return gradeLetters.indexOf(letter);
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}
