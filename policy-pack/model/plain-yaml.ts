// The plain part of YAML that most manifests are written in, read fast; everything else is left to the library.
import type { Tree } from './tree.ts';

/** Depth at which the library's guard shall judge. */
const deepest = 60;

const key = /^([A-Za-z][\w./-]*):(?: +(\S.*))?$/;
const quotedKey = /^(?:"([^"\\]*)"|'([^']*)'):(?: +(\S.*))?$/;
const wordsOfOtherTypes = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const plainStart = /^[A-Za-z0-9/._~+$(^<=-]/;
const numberLike = /^[-+]?[0-9.][0-9a-fA-FxXob_.eE+:-]*$/;
const listOfWords = /^\[ ?((?:"[^"\\,]*"|'[^',]*'|[\w./-]+)(?:, ?(?:"[^"\\,]*"|'[^',]*'|[\w./-]+))*) ?\]$/;
const commented = /^("[^"\\]*"|'[^']*'|[^"'#[{][^"'#]*?) +#.*$/;

interface Line {
  indent: number;
  content: string;
}

/** Thrown within this file only: the text needs the library. */
const beyond = Symbol('beyond plain YAML');

/**
 * The tree of one document, or `undefined` when the text holds anything but block collections, plain and simply
 * quoted one-line scalars and lists of plain words. What it reads, the library reads alike (a test compares).
 */
export function readPlainYaml(text: string): { readonly tree: Tree } | undefined {
  if (/[^\x20-\x7e\r\n]|\r(?!\n)/.test(text)) return undefined;
  const lines: Line[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd();
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    lines.push({ indent: line.length - content.length, content });
  }
  const first = lines[0];
  if (first === undefined) return { tree: null };
  const cursor = { lines, next: 0 };
  try {
    const tree = readBlock(cursor, first.indent, 1);
    return cursor.next === lines.length ? { tree } : undefined;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

interface Cursor {
  readonly lines: readonly Line[];
  next: number;
}

function isItem(content: string): boolean {
  return content === '-' || content.startsWith('- ');
}

function readBlock(cursor: Cursor, indent: number, depth: number): Tree {
  const line = cursor.lines[cursor.next];
  if (line === undefined || depth > deepest) throw beyond;
  return isItem(line.content) ? readItems(cursor, indent, depth) : readEntries(cursor, indent, depth);
}

function readItems(cursor: Cursor, indent: number, depth: number): Tree {
  const items: Tree[] = [];
  for (;;) {
    const line = cursor.lines[cursor.next];
    if (line === undefined || line.indent < indent || (line.indent === indent && !isItem(line.content)))
      return items;
    if (line.indent > indent) throw beyond;
    const rest = line.content.slice(1).trimStart();
    if (rest === '') {
      cursor.next += 1;
      const below = cursor.lines[cursor.next];
      items.push(
        below !== undefined && below.indent > indent ? readBlock(cursor, below.indent, depth + 1) : null,
      );
    } else if (isItem(rest) || key.test(rest) || quotedKey.test(rest)) {
      // What follows the dash is a collection of its own that begins in this column.
      line.indent += line.content.length - rest.length;
      line.content = rest;
      items.push(readBlock(cursor, line.indent, depth + 1));
    } else {
      cursor.next += 1;
      items.push(readScalar(rest));
      refuseContinuation(cursor, indent);
    }
  }
}

function readEntries(cursor: Cursor, indent: number, depth: number): Tree {
  const entries: Record<string, Tree> = {};
  for (;;) {
    const line = cursor.lines[cursor.next];
    if (line === undefined || line.indent < indent || (line.indent === indent && isItem(line.content)))
      return entries;
    if (line.indent > indent) throw beyond;
    const plain = key.exec(line.content);
    const match = plain ?? quotedKey.exec(line.content);
    const name = match?.[1] ?? (plain === null ? match?.[2] : undefined);
    if (name === undefined || Object.hasOwn(entries, name) || name === '__proto__') throw beyond;
    if (plain !== null && wordsOfOtherTypes.test(name)) throw beyond;
    const value = plain === null ? match?.[3] : match?.[2];
    cursor.next += 1;
    if (value === undefined || value.startsWith('#')) entries[name] = readNested(cursor, indent, depth);
    else {
      entries[name] = readScalar(value);
      refuseContinuation(cursor, indent);
    }
  }
}

/** Below a key without value: something deeper, a list in the same column, or nothing. */
function readNested(cursor: Cursor, indent: number, depth: number): Tree {
  const below = cursor.lines[cursor.next];
  if (below === undefined) return null;
  if (below.indent > indent) return readBlock(cursor, below.indent, depth + 1);
  return below.indent === indent && isItem(below.content) ? readItems(cursor, indent, depth + 1) : null;
}

/** A deeper line after a scalar would go on with it. */
function refuseContinuation(cursor: Cursor, indent: number): void {
  const below = cursor.lines[cursor.next];
  if (below !== undefined && below.indent > indent) throw beyond;
}

function readScalar(whole: string): Tree {
  const text = commented.exec(whole)?.[1] ?? whole;
  if (text === '[]') return [];
  if (text === '{}') return {};
  if (!text.startsWith('[')) return readWord(text);
  const words = listOfWords.exec(text)?.[1];
  if (words === undefined) throw beyond;
  return words.split(/, ?/).map(readWord);
}

function readWord(text: string): Tree {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return readPlain(text);
  const inner = text.slice(1, -1);
  if (text.length < 2 || !text.endsWith(quote) || inner.includes(quote) || inner.includes('\\')) throw beyond;
  return inner;
}

function readPlain(text: string): Tree {
  if (text.includes(' #') || text.includes(': ') || text.endsWith(':')) throw beyond;
  if (!plainStart.test(text) || text === '-' || text.startsWith('- ') || text.startsWith('---')) throw beyond;
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (numberLike.test(text)) throw beyond;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null' || text === '~') return null;
  if (wordsOfOtherTypes.test(text) || text === '=' || text === '<<') throw beyond;
  return text;
}
