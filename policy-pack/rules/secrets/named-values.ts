// What the words of a command line give a name to: options and assignments, in the texts of shells too.
import { shellCommands } from './shell-words.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** Position of the word or line in which the value stands. */
  readonly at: number;
}

const assignment = /^-{0,2}([A-Za-z_][\w.-]*)=(.+)$/s;
const option = /^--?([A-Za-z][\w.-]*)$/;

/** Programs whose `--password` takes no word behind it: they ask. */
const asking = /(?:^|\/)(?:psql|pg_\w+|createdb|createuser|dropdb|dropuser|mysql\w*|mariadb[\w-]*)$/;

/** What may stand before a program. */
const before = /^(?:!|do|else|env|exec|if|sudo|then|time|while)$/;

/** A shell in a shell in a shell; deeper ones are not read. */
const deepest = 4;

/** `words`: of one command; a word that cannot be read is `undefined`. Words with spaces are read as a shell would. */
export function namedInCommand(words: readonly (string | undefined)[], depth = 0): readonly NamedValue[] {
  const program = words.find((word) => word !== undefined && !assignment.test(word) && !before.test(word));
  const asks = program !== undefined && asking.test(program);
  return words.flatMap((word, at) => {
    if (word === undefined) return [];
    const found = namedInWord(word, depth).map((one) => ({ ...one, at }));
    const name = option.exec(word)?.[1];
    const value = words[at + 1];
    if (name === undefined || value === undefined || value.startsWith('-') || asks) return found;
    return [...found, { name, value, at: at + 1 }];
  });
}

function namedInWord(word: string, depth: number): readonly NamedValue[] {
  if (depth >= deepest) return [];
  if (/\s/.test(word)) return shellCommands(word).flatMap((one) => namedInCommand(one, depth + 1));
  const [, name, value] = assignment.exec(word) ?? [];
  if (name === undefined || value === undefined) return [];
  // `--set=a=b,c=d`, `--env=NAME=value`.
  const parts = value.includes('=') ? value.split(',').flatMap((part) => namedInWord(part, depth + 1)) : [];
  return [{ name, value, at: 0 }, ...parts];
}
