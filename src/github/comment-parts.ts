// The body of the one comment: a mark, and one part a leg of the matrix, each under lines that no other text can hold.

export interface CommentPart {
  /** The leg; empty for a job without a matrix. */
  readonly name: string;
  /** Commit that it speaks of: parts of another are old. */
  readonly sha: string;
  readonly text: string;
}

/** First line of the comment. */
export function markOf(key: string): string {
  return `<!-- seaworthy: ${plain(key)} -->`;
}

/** `text` of every part has `<!--` at the start of a line only where we wrote it: the encoders see to that. */
export function readParts(body: string): readonly CommentPart[] {
  const parts: CommentPart[] = [];
  const pattern = /^<!-- part: (.*?) @ ([0-9a-f]{40,64}) -->\n([\s\S]*?)\n?^<!-- end of part -->$/gm;
  for (const [, name = '', sha = '', text = ''] of body.replaceAll('\r\n', '\n').matchAll(pattern))
    parts.push({ name, sha, text });
  return parts;
}

/** Sorted by name; parts share the room, and what does not fit is cut with a word on it. */
export function joinParts(key: string, parts: readonly CommentPart[], limit: number): string {
  const room = Math.floor((limit - 500) / Math.max(1, parts.length)) - 300;
  const blocks = parts
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha, text }) =>
      [`<!-- part: ${plain(name)} @ ${sha} -->`, cutToFit(text.trimEnd(), room), '<!-- end of part -->'].join(
        '\n',
      ),
    );
  return `${[markOf(key), ...blocks].join('\n')}\n`;
}

function cutToFit(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room);
  const lines = cut.slice(0, Math.max(0, cut.lastIndexOf('\n')));
  const open = lines.split('<details>').length > lines.split('</details>').length ? '\n\n</details>' : '';
  return `${lines}${open}\n\n… cut to fit; the job summary has all.`;
}

/** A name as it stands in a mark, which ends at two dashes and a bracket. */
export function plain(name: string): string {
  return name
    .replaceAll(/[^\w ,./-]/g, '')
    .replaceAll(/-{2,}/g, '-')
    .slice(0, 150);
}
