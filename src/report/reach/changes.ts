// What a change opens and closes: for a terminal, for a pull request, and as JSON.
import type { ChangeKind, ConnectionChange } from '../../../policy-pack/reach/diff.ts';
import { forMarkdownCode } from '../encoders/markdown.ts';
import { forTerminal } from '../encoders/terminal.ts';

const signs: Readonly<Record<ChangeKind, string>> = { opened: '+', closed: '-', changed: '~' };

/** `+ a => b : TCP 80`; one line a change, a count at the end. */
export function renderChangesText(changes: readonly ConnectionChange[]): string {
  const lines = changes.map((change) => {
    const ports =
      change.kind === 'changed'
        ? `${change.before} -> ${change.after}`
        : change.kind === 'opened'
          ? change.after
          : change.before;
    return `${signs[change.kind]} ${forTerminal(change.source)} => ${forTerminal(change.destination)} : ${forTerminal(ports)}`;
  });
  return `${[...lines, countLine(changes)].join('\n')}\n`;
}

/** A table for a comment; rows above `limit` are counted, not shown. */
export function renderChangesMarkdown(changes: readonly ConnectionChange[], limit = 50): string {
  if (changes.length === 0) return `${countLine(changes)}\n`;
  const rows = changes
    .slice(0, limit)
    .map(
      (change) =>
        `| ${change.kind} | ${forMarkdownCode(change.source)} | ${forMarkdownCode(change.destination)} | ${forMarkdownCode(change.before)} | ${forMarkdownCode(change.after)} |`,
    );
  const more = changes.length > limit ? `\n${changes.length - limit} more are not shown.\n` : '';
  return `${countLine(changes)}\n\n| | from | to | before | after |\n|---|---|---|---|---|\n${rows.join('\n')}\n${more}`;
}

export function renderChangesJson(changes: readonly ConnectionChange[]): string {
  return `${JSON.stringify(changes, null, 2)}\n`;
}

function countLine(changes: readonly ConnectionChange[]): string {
  const count = (kind: ChangeKind): number => changes.filter((change) => change.kind === kind).length;
  return `${count('opened')} opened, ${count('closed')} closed, ${count('changed')} changed`;
}
