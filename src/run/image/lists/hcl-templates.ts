// Texts of HCL with what is put into them: quoted ones, heredocs, and the strings of a Bake file in JSON.
import { type Cursor, openCursor } from './hcl-cursor.ts';
import type { Expression } from './hcl-syntax.ts';

type ReadExpression = (cursor: Cursor) => Expression;

/** Behind the opening quote. */
export function readQuoted(cursor: Cursor, read: ReadExpression): Expression {
  const at = cursor.place();
  const parts = readParts(cursor, true, read);
  if (!cursor.take('"')) cursor.refuse('a text has no end on its line', 'Close it with a quote.');
  return joined(parts, at);
}

/** `<<NAME` and `<<-NAME`, which takes the indentation of the least indented line away. */
export function readHeredoc(cursor: Cursor, read: ReadExpression): Expression {
  const at = cursor.place();
  const flush = cursor.match(/<<-?/y) === '<<-';
  const name = cursor.match(/[A-Za-z_][\w-]*(?=[ \t\r]*\n)/y);
  if (name === undefined) cursor.refuse('a heredoc has no name');
  cursor.match(/[ \t\r]*\n/y);
  const { line = 1 } = cursor.place();
  const lines: string[] = [];
  for (;;) {
    const next = cursor.match(/[^\n]*/y) ?? '';
    if (next.trim() === name) break;
    lines.push(next);
    if (!cursor.take('\n'))
      cursor.refuse(`the heredoc ${name} has no end`, `Write ${name} on a line of its own.`);
  }
  const indents = lines.filter((one) => one.trim() !== '').map((one) => /^[ \t]*/.exec(one)?.[0].length ?? 0);
  const cut = flush && indents.length > 0 ? Math.min(...indents) : 0;
  const text = lines.map((one) => `${one.slice(cut)}\n`).join('');
  return readText(openCursor(text, at.file, line), read);
}

/** A whole text, to its end, in which a backslash means itself. */
export function readText(cursor: Cursor, read: ReadExpression): Expression {
  const at = cursor.place();
  return joined(readParts(cursor, false, read), at);
}

function joined(parts: readonly Expression[], at: Expression['at']): Expression {
  const [only] = parts;
  if (only === undefined) return { kind: 'value', at, value: '' };
  return parts.length === 1 && only.kind === 'value' ? only : { kind: 'template', at, parts };
}

function readParts(cursor: Cursor, quoted: boolean, read: ReadExpression): readonly Expression[] {
  const parts: Expression[] = [];
  const plain = quoted ? /[^"\\$%\n]+/y : /[^$%]+/y;
  let text = '';
  let start = cursor.place();
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'value', at: start, value: text });
    text = '';
  };
  while (!cursor.ended() && !(quoted && (cursor.sees('"') || cursor.sees('\n')))) {
    if (cursor.take('$${')) text += '${';
    else if (cursor.take('%%{')) text += '%{';
    else if (cursor.sees('%{')) cursor.refuse('directives (%{ … }) are not read');
    else if (cursor.take('${')) {
      flush();
      parts.push(readInserted(cursor, read));
      start = cursor.place();
    } else if (quoted && cursor.sees('\\')) text += readEscape(cursor);
    else text += cursor.match(plain) ?? cursor.match(/[$%]/y) ?? '';
  }
  flush();
  return parts;
}

function readInserted(cursor: Cursor, read: ReadExpression): Expression {
  if (cursor.sees('~')) cursor.refuse('the marks `~` of a template are not read');
  const inserted = read(cursor);
  cursor.blank(true);
  if (!cursor.take('}')) cursor.refuse('what is put into a text has no end', 'Close it with `}`.');
  return inserted;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['\\"', '"'],
  ['\\\\', '\\'],
]);

function readEscape(cursor: Cursor): string {
  const code = cursor.match(/\\u[0-9A-Fa-f]{4}|\\U000[0-9A-Fa-f]{5}/y);
  if (code !== undefined) {
    const point = Number.parseInt(code.slice(2), 16);
    return point > 0x10_ff_ff ? cursor.refuse('there is no such character') : String.fromCodePoint(point);
  }
  const written = cursor.match(/\\[^\n]/y) ?? '';
  return escapes.get(written) ?? cursor.refuse(`there is no escape ${written}`);
}
