// What a change opens and closes: for a terminal, for a pull request, and as JSON.
import type { ChangeKind, ConnectionChange } from '../../../policy-pack/reach/diff.ts';
import { forCsv } from '../encoders/csv.ts';
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
    const through = change.through === undefined ? '' : ` through ${change.through}`;
    return `${signs[change.kind]} ${forTerminal(change.source)} => ${forTerminal(change.destination)} : ${forTerminal(ports + through)}`;
  });
  return `${[...lines, countLine(countChanges(changes))].join('\n')}\n`;
}

/** What a row of a table needs to know; `pairs`: of how many changes it tells, one where absent. */
export type ChangeRow = Pick<
  ConnectionChange,
  'kind' | 'source' | 'destination' | 'before' | 'after' | 'through'
> & { readonly pairs?: number };

const readingOrder: readonly ChangeKind[] = ['opened', 'changed', 'closed'];

/** What opens comes first, then what tells of most pairs. */
export function inReadingOrder<Row extends Pick<ChangeRow, 'kind' | 'pairs'>>(
  rows: readonly Row[],
): readonly Row[] {
  return rows.toSorted(
    (a, b) => readingOrder.indexOf(a.kind) - readingOrder.indexOf(b.kind) || (b.pairs ?? 1) - (a.pairs ?? 1),
  );
}

export type ChangeCounts = Readonly<Record<ChangeKind, number>>;

/** A table for a comment; rows above `limit` are counted, not shown. `counts`: of all, where `changes` are the first. */
export function renderChangesMarkdown(
  changes: readonly ChangeRow[],
  limit = 50,
  counts: ChangeCounts = countChanges(changes),
): string {
  if (changes.length === 0) return `${countLine(counts)}\n`;
  const shown = changes.slice(0, limit);
  const rows = shown.map((change) => {
    const { kind, destination, before, after, pairs } = change;
    const many = pairs === undefined ? '' : ` (${pairs} ${pairs === 1 ? 'pair' : 'pairs'})`;
    return `| ${kind} | ${forMarkdownCode(from(change))} | ${forMarkdownCode(destination)}${many} | ${forMarkdownCode(before)} | ${forMarkdownCode(after)} |`;
  });
  const told = shown.reduce((sum, { pairs = 1 }) => sum + pairs, 0);
  const hidden = counts.opened + counts.closed + counts.changed - told;
  const more = hidden > 0 ? `\n${hidden} more are not shown.\n` : '';
  return `${countLine(counts)}\n\n| | from | to | before | after |\n|---|---|---|---|---|\n${rows.join('\n')}\n${more}`;
}

function from({ source, through }: ChangeRow): string {
  return through === undefined ? source : `${source} through ${through}`;
}

/** One row a change; `through` says what leads there from the internet. */
export function renderChangesCsv(changes: readonly ConnectionChange[]): string {
  const rows = changes.map(({ kind, source, destination, before, after, through = '' }) =>
    [kind, source, destination, before, after, through].map(forCsv).join(','),
  );
  return `${['change,src,dst,before,after,through', ...rows].join('\n')}\n`;
}

export function renderChangesJson(changes: readonly ConnectionChange[]): string {
  return `${JSON.stringify(changes, null, 2)}\n`;
}

/** How many of each kind. */
export function countChanges(changes: readonly ChangeRow[]): ChangeCounts {
  const count = (kind: ChangeKind): number => changes.filter((change) => change.kind === kind).length;
  return { opened: count('opened'), closed: count('closed'), changed: count('changed') };
}

function countLine({ opened, closed, changed }: ChangeCounts): string {
  return `${opened} opened, ${closed} closed, ${changed} changed`;
}
