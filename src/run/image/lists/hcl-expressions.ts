// HCL's expressions: literals, names, lists, maps, calls, operators and choices.
import { type Cursor, openCursor } from './hcl-cursor.ts';
import type { Expression } from './hcl-syntax.ts';
import { readHeredoc, readQuoted, readText } from './hcl-templates.ts';

export const identifier = /[A-Za-z_][\w-]*/y;

/** From weakest to strongest. */
const operators: readonly RegExp[] = [/\|\|/y, /&&/y, /[=!]=/y, /[<>]=?/y, /[+-]/y, /[*%]|\/(?![/*])/y];

/** `lines`: a line end does not end the expression, as between brackets. */
export function readExpression(cursor: Cursor, lines = false): Expression {
  return cursor.nest(() => {
    const test = readOperation(cursor, lines, 0);
    cursor.blank(lines);
    if (!cursor.take('?')) return test;
    const yes = readExpression(cursor, lines);
    cursor.blank(lines);
    if (!cursor.take(':')) cursor.refuse('a choice has no `:`', 'Write `test ? one : other`.');
    return { kind: 'choice', at: test.at, test, yes, no: readExpression(cursor, lines) };
  });
}

/** A string of a Bake file in JSON, in which HCL's templates stand. */
export function readTemplateText(text: string, file: string): Expression {
  return readText(openCursor(text, file), inserted);
}

function inserted(cursor: Cursor): Expression {
  return readExpression(cursor, true);
}

function readOperation(cursor: Cursor, lines: boolean, level: number): Expression {
  const pattern = operators[level];
  if (pattern === undefined) return readUnary(cursor, lines);
  let left = readOperation(cursor, lines, level + 1);
  for (;;) {
    cursor.blank(lines);
    const sign = cursor.match(pattern);
    if (sign === undefined) return left;
    const right = readOperation(cursor, lines, level + 1);
    left = { kind: 'operator', at: left.at, sign, left, right };
  }
}

function readUnary(cursor: Cursor, lines: boolean): Expression {
  cursor.blank(lines);
  const at = cursor.place();
  if (cursor.sees('!') && !cursor.sees('!=')) {
    cursor.take('!');
    return { kind: 'not', at, of: cursor.nest(() => readUnary(cursor, lines)) };
  }
  let found = readTerm(cursor);
  for (;;) {
    if (cursor.sees('.') && !cursor.sees('...')) {
      cursor.take('.');
      const name = cursor.match(identifier) ?? cursor.match(/\d+/y);
      if (name === undefined) cursor.refuse('a splat (.*) is not read');
      found = { kind: 'member', at, of: found, key: { kind: 'value', at, value: name } };
    } else if (cursor.take('[')) {
      const key = readExpression(cursor, true);
      cursor.blank(true);
      if (!cursor.take(']')) cursor.refuse('an index has no end', 'Close it with `]`.');
      found = { kind: 'member', at, of: found, key };
    } else return found;
  }
}

function readTerm(cursor: Cursor): Expression {
  const at = cursor.place();
  if (cursor.take('"')) return readQuoted(cursor, inserted);
  if (cursor.sees('<<')) return readHeredoc(cursor, inserted);
  if (cursor.take('[')) return { kind: 'list', at, items: readItems(cursor, ']') };
  if (cursor.take('{')) return { kind: 'map', at, entries: readEntries(cursor) };
  if (cursor.take('(')) {
    const inside = readExpression(cursor, true);
    cursor.blank(true);
    if (!cursor.take(')')) cursor.refuse('a bracket has no end', 'Close it with `)`.');
    return inside;
  }
  const digits = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (digits !== undefined) return { kind: 'value', at, value: Number(digits) };
  const name = cursor.match(identifier);
  if (name === undefined) return cursor.refuse('a value is missing or not read', 'Mend the line.');
  if (name === 'true' || name === 'false') return { kind: 'value', at, value: name === 'true' };
  if (name === 'null') return { kind: 'value', at, value: null };
  if (cursor.take('(')) return { kind: 'call', at, name, values: readItems(cursor, ')') };
  return { kind: 'name', at, name };
}

function readItems(cursor: Cursor, end: string): readonly Expression[] {
  const items: Expression[] = [];
  for (;;) {
    cursor.blank(true);
    if (cursor.take(end)) return items;
    refuseFor(cursor);
    items.push(readExpression(cursor, true));
    cursor.blank(true);
    if (cursor.sees('...')) cursor.refuse('spread values (...) are not read');
    if (!cursor.take(',') && !cursor.sees(end))
      cursor.refuse(`a comma or \`${end}\` is missing`, 'Mend the line.');
  }
}

function readEntries(cursor: Cursor): readonly (readonly [Expression, Expression])[] {
  const entries: (readonly [Expression, Expression])[] = [];
  for (;;) {
    cursor.blank(true);
    if (cursor.take('}')) return entries;
    refuseFor(cursor);
    const key = readExpression(cursor);
    cursor.blank(false);
    if (!cursor.take('=') && !cursor.take(':')) cursor.refuse('a key has no value', 'Write `key = value`.');
    // A bare word is the key itself.
    const named: Expression = key.kind === 'name' ? { kind: 'value', at: key.at, value: key.name } : key;
    entries.push([named, readExpression(cursor)]);
    cursor.blank(false);
    if (cursor.take(',') || cursor.match(/\n/y) !== undefined || cursor.sees('}')) continue;
    cursor.refuse('a comma, line end or `}` is missing', 'Mend the line.');
  }
}

function refuseFor(cursor: Cursor): void {
  if (cursor.match(/for(?=\s)/y) !== undefined) cursor.refuse('`for` is not read');
}
