// RECORD of a wheel: the files it installed, as image paths (PEP 376, PEP 427).

/** Paths that leave the image's root, or hold a line break, are left out. */
export function pythonRecord(recordPath: string, text: string): string[] {
  const base = recordPath.split('/').slice(0, -2);
  const found: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const written = firstField(line);
    const path = written === '' ? undefined : resolvePath(written.startsWith('/') ? [] : base, written);
    if (path !== undefined && path !== '') found.push(path);
  }
  return found;
}

function firstField(line: string): string {
  if (!line.startsWith('"')) return line.split(',', 1)[0] ?? '';
  const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1] ?? '';
  return quoted.replaceAll('""', '"');
}

function resolvePath(base: readonly string[], path: string): string | undefined {
  const segments = [...base];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}
