// A YAML file as plain values with the position of every field; nothing in it can run or multiply.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type FilePosition, UserError, type UserErrorCode } from '../terms/errors.ts';
import { checkYamlCeilings } from './yaml-ceilings.ts';

export type Tree = null | boolean | number | string | readonly Tree[] | { readonly [key: string]: Tree };
export type Path = readonly (string | number)[];

export interface YamlFile {
  readonly file: string;
  readonly value: Tree;
  /** Whether a field is written. */
  has(path: Path): boolean;
  /** Where a field stands; where it is missing, its nearest parent. `key` asks for the key, not the value. */
  locate(path: Path, what?: 'key' | 'value'): FilePosition;
}

/** Dotted name of a field, list positions in brackets. */
export function fieldName(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** Mistakes that have better words than the parser's. */
const mistakes: ReadonlyMap<string, readonly [message: string, fix: string]> = new Map([
  ['DUPLICATE_KEY', ['a key stands twice', 'Keep one of the two.']],
  [
    'MULTIPLE_DOCS',
    ['a second document begins here, and only one is read', 'Remove the line `---`, or what follows it.'],
  ],
  ['TAB_AS_INDENT', ['a tab indents this line, which YAML does not allow', 'Indent with spaces.']],
]);

/** YAML 1.2 core schema, one document; throws `UserError` with line and column. */
export function readYaml(text: string, file: string, code: UserErrorCode = 'policy'): YamlFile {
  checkYamlCeilings(text, file, code);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    lineCounter,
    // 'silent' would take the first of several documents without a word.
    logLevel: 'error',
  });
  const places = new Map<string, { readonly key: number; readonly value: number }>();
  const at = (offset: number, path: Path): FilePosition => {
    const { line, col } = lineCounter.linePos(offset);
    const field = fieldName(path);
    return { file, line: Math.max(1, line), column: Math.max(1, col), ...(field === '' ? {} : { field }) };
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const [message, fix] = mistakes.get(problem.code) ?? [
      `this is no YAML 1.2: ${problem.message}`,
      'Correct the syntax at this place.',
    ];
    throw new UserError(code, message, fix, { at: at(problem.pos[0], []) });
  }
  const build = (node: Node | null, path: Path, key: number): Tree => {
    const start = node?.range?.[0] ?? key;
    places.set(JSON.stringify(path), { key, value: start });
    const wrong = (message: string, fix: string, offset = start): never => {
      throw new UserError(code, message, fix, { at: at(offset, path) });
    };
    if (node === null) return null;
    if (isAlias(node)) return wrong('aliases are not read', 'Write the value out.');
    if (isSeq<Node | null>(node))
      return node.items.map((item, index) => build(item, [...path, index], start));
    if (isMap<Node, Node | null>(node)) {
      const object: Record<string, Tree> = {};
      for (const pair of node.items) {
        const name = isScalar(pair.key) ? pair.key.value : undefined;
        const offset = pair.key?.range?.[0] ?? start;
        if (typeof name !== 'string') return wrong('a key is no text', 'Put the key in quotes.', offset);
        if (name === '__proto__') return wrong('`__proto__` cannot be a key', 'Remove it.', offset);
        object[name] = build(pair.value, [...path, name], offset);
      }
      return object;
    }
    if (!isScalar(node)) return wrong('this kind of value is not read', 'Write a plain value.');
    const { value } = node;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return wrong('this kind of value is not read', 'Write a finite number or put the text in quotes.');
  };
  const value = build(document.contents, [], 0);
  return {
    file,
    value,
    has: (path) => places.has(JSON.stringify(path)),
    locate(path, what = 'value') {
      for (let length = path.length; length >= 0; length -= 1) {
        const place = places.get(JSON.stringify(path.slice(0, length)));
        if (place !== undefined) {
          return at(what === 'key' && length === path.length ? place.key : place.value, path);
        }
      }
      return { file };
    },
  };
}
