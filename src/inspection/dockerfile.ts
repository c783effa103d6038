// Instructions of a Dockerfile with their lines (Dockerfile reference, «Format»).

export interface Instruction {
  /** Upper case, such as `RUN`. */
  readonly name: string;
  /** Arguments on one line, white space as single blanks, here-documents left out. */
  readonly text: string;
  /** First line, from 1. */
  readonly line: number;
}

/** Instructions of one stage, in order, its `FROM` first: that of the name or number `target`, else the last. */
export function readDockerfile(text: string, target?: string): readonly Instruction[] {
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
  return stageOf(all, target);
}

function stageOf(all: readonly Instruction[], target: string | undefined): readonly Instruction[] {
  const starts = all.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  const named = starts.findIndex(
    (start, stage) =>
      / AS (\S+)$/i.exec(all[start]?.text ?? '')?.[1]?.toLowerCase() === target?.toLowerCase() ||
      String(stage) === target,
  );
  const stage = target === undefined || named < 0 ? starts.length - 1 : named;
  return all.slice(starts[stage] ?? 0, starts[stage + 1]);
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
