// The words of a text as a shell splits it into commands; what it would fill in stays as it is written.

interface Reading {
  readonly commands: string[][];
  word: string | undefined;
}

/** POSIX shell, «Token Recognition» and «Quoting». An unclosed quote runs to the end. A substitution is a command of its own. */
export function shellCommands(text: string): readonly (readonly string[])[] {
  const reading: Reading = { commands: [[]], word: undefined };
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const here = text.charAt(at);
    const next = text.charAt(at + 1);
    if (here === quote) {
      quote = '';
    } else if (here === '\\' && quote !== "'" && (quote === '' || '"\\$`\n'.includes(next))) {
      at += 1;
      if (next !== '\n') add(reading, next);
    } else if (quote !== '') {
      add(reading, here);
    } else if (here === "'" || here === '"') {
      quote = here;
      add(reading, '');
    } else if (here === '#' && reading.word === undefined) {
      at = endOfLine(text, at) - 1;
    } else if (here === '$' && next === '(') {
      add(reading, '$(');
      endCommand(reading);
      at += 1;
    } else if (/[\n;|&()<>`]/.test(here)) {
      if (here === '`') add(reading, here);
      endCommand(reading);
    } else if (/\s/.test(here)) {
      endWord(reading);
    } else {
      add(reading, here);
    }
  }
  endWord(reading);
  return reading.commands.filter((command) => command.length > 0);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function add(reading: Reading, part: string): void {
  reading.word = (reading.word ?? '') + part;
}

function endWord(reading: Reading): void {
  if (reading.word !== undefined) reading.commands.at(-1)?.push(reading.word);
  reading.word = undefined;
}

function endCommand(reading: Reading): void {
  endWord(reading);
  reading.commands.push([]);
}
