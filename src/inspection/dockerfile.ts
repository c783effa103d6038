// Instructions of a Dockerfile with their lines (Dockerfile reference, «Format»).

export interface Instruction {
  /** Upper case, such as `RUN`. */
  readonly name: string;
  /** Arguments on one line, white space as single blanks, here-documents left out. */
  readonly text: string;
  /** First line, from 1. */
  readonly line: number;
}

/** Instructions of the last stage, in order, its `FROM` first. */
export function readDockerfile(text: string): readonly Instruction[] {
  const lines = text.split(/\r?\n/);
  const continuation = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\';
  const all: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const start = at;
    const first = lines[at]?.trim() ?? '';
    if (first === '' || first.startsWith('#')) continue;
    let whole = first;
    while (whole.endsWith(continuation) && at + 1 < lines.length) {
      const next = lines[++at]?.trim() ?? '';
      // Comments and empty lines inside an instruction are no part of it.
      if (next === '' || next.startsWith('#')) continue;
      whole = `${whole.slice(0, -1)} ${next}`;
    }
    for (const [, name] of whole.matchAll(/<<-?["']?(\w+)["']?/g)) {
      while (at + 1 < lines.length && lines[++at]?.trim() !== name);
    }
    const [, name = '', rest = ''] = /^([A-Za-z]+)\s+(.*)$/s.exec(whole) ?? [];
    if (name !== '') all.push({ name: name.toUpperCase(), text: oneLine(rest), line: start + 1 });
  }
  return all.slice(
    Math.max(
      0,
      all.findLastIndex(({ name }) => name === 'FROM'),
    ),
  );
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
