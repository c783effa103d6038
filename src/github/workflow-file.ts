// A workflow file as plain values, with the line of every field; anchors are followed, as GitHub follows them.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { UserError } from '../terms/errors.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain | undefined;
}

export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
  readonly root: PlainMap;
  /** Line of a field, from 1; where it is missing, of its nearest parent. */
  lineOf(path: readonly (string | number)[]): number;
}

/** More than GitHub takes. */
const byteCeiling = 1024 * 1024;

/** Errors: `UserError` usage for text that GitHub would not read either. */
export function readWorkflow(text: string, file: string): WorkflowFile {
  const lines = new LineCounter();
  const document = parseDocument(text.slice(0, byteCeiling), {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
  });
  const value = document.errors.length > 0 || text.length > byteCeiling ? null : plain(document.contents, 0);
  if (!isPlainMap(value)) {
    throw new UserError(
      'usage',
      `${file} is no workflow: ${document.errors[0]?.message ?? 'it is no mapping, or too large'}`,
      'Mend the file.',
      { at: { file } },
    );
  }
  return {
    file,
    text,
    root: value,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const node: unknown = document.getIn(path.slice(0, length), true);
        const at = isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
        if (at !== undefined) return lines.linePos(at).line;
      }
      return 1;
    },
  };

  function plain(node: Node | null | undefined, depth: number): Plain {
    if (depth > 64) return null;
    if (isAlias(node)) return plain(node.resolve(document), depth + 1);
    if (isSeq<Node>(node)) return node.items.map((item) => plain(item, depth + 1));
    if (isMap<Node, Node | null>(node)) {
      const pairs = node.items.map(({ key, value }): [string, Plain] => [
        isScalar(key) ? String(key.value) : '',
        plain(value, depth + 1),
      ]);
      return Object.assign(Object.create(null), Object.fromEntries(pairs));
    }
    const scalar = isScalar(node) ? node.value : null;
    return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean'
      ? scalar
      : null;
  }
}

export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mapping, or an empty one. */
export function mapOf(value: Plain | undefined): PlainMap {
  return isPlainMap(value) ? value : {};
}

export function listOf(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Events that start a workflow, with their filters. */
export function eventsOf({ root }: WorkflowFile): ReadonlyMap<string, Plain> {
  const { on } = root;
  if (typeof on === 'string' || Array.isArray(on))
    return new Map(listOf(on).map((one) => [String(one), null]));
  return new Map(Object.entries(mapOf(on)).map(([name, filter]) => [name, filter ?? null]));
}
