// Debian control files: paragraphs of fields (Debian policy §5.1).

/** Fields of one paragraph by lower-case name; continuation lines keep their line breaks. */
export type Fields = ReadonlyMap<string, string>;

/** Calls `take` once a paragraph, in order; lines that are neither field nor continuation are left out. */
export function eachParagraph(text: string, take: (fields: Fields) => void): void {
  let fields = new Map<string, string>();
  let last: string | undefined;
  const close = (): void => {
    if (fields.size > 0) take(fields);
    fields = new Map();
    last = undefined;
  };
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      close();
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last !== undefined) fields.set(last, `${fields.get(last)}\n${line.slice(1)}`);
    } else {
      const colon = line.indexOf(':');
      if (colon <= 0) continue;
      last = line.slice(0, colon).toLowerCase();
      fields.set(last, line.slice(colon + 1).trim());
    }
  }
  close();
}
