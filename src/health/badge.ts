// The grade as a badge, in the JSON that the shields.io endpoint reads.
import type { Grade, GradeLetter } from '../terms/verdict.ts';

/** shields.io, «Endpoint Badge»: schema version 1. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

const colors: Readonly<Record<GradeLetter, string>> = {
  A: 'brightgreen',
  B: 'green',
  C: 'yellowgreen',
  D: 'yellow',
  E: 'orange',
  F: 'red',
};

/** A letter with the day of its next drop, or «not gradable» in grey. */
export function badge(grade: Grade): Badge {
  const { letter } = grade;
  const label = 'image health';
  if (letter === undefined) return { schemaVersion: 1, label, message: 'not gradable', color: 'lightgrey' };
  const next = grade.drops[0];
  const message = next === undefined ? letter : `${letter}, ${next.letter} from ${next.on}`;
  return { schemaVersion: 1, label, message, color: colors[letter] };
}
