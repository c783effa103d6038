// The smallest change of a resource, as a strategic merge patch in YAML and as arguments in TypeScript.
import { mergeKeysOf } from '../model/merge-keys.ts';
import { child, isList, isMap, type Path, type Step, type Tree } from '../model/tree.ts';

/** Sets what stands at a path; `null` removes it. A path ends at a key, never at a position of a list. */
export interface Edit {
  readonly path: Path;
  readonly value: EditValue;
}

export type EditValue =
  | null
  | boolean
  | number
  | string
  | readonly EditValue[]
  | { readonly [key: string]: EditValue };

export interface PatchTexts {
  readonly yaml: string;
  readonly typescript: string;
}

interface Node {
  readonly fields: Map<string, Node | EditValue>;
  /** Items of a list by position, each named by its merge key. */
  readonly items: Map<number, Node>;
}

function isNode(value: Node | EditValue): value is Node {
  return typeof value === 'object' && value !== null && 'fields' in value && value.fields instanceof Map;
}

/** Whether every item of a list on the way has something to be named by. */
export function isPatchable(tree: Tree, edits: readonly Edit[]): boolean {
  return edits.length > 0 && edits.every(({ path }) => mergeKeysOn(tree, path) !== undefined);
}

/** Both texts of edits that are patchable. */
export function patchTexts(tree: Tree, edits: readonly Edit[]): PatchTexts {
  const root = newNode();
  for (const { path, value } of edits) place(root, mergeKeysOn(tree, path) ?? [], path, value);
  return valueTexts(patchOf(root));
}

/** A value as YAML and as TypeScript. */
export function valueTexts(value: EditValue): PatchTexts {
  return { yaml: `${yamlOf(value, '').join('\n')}\n`, typescript: `${typescriptOf(value)}\n` };
}

type MergeKey = readonly [key: string, value: string | number];

/** The merge key of each item that a path goes through, in its order; `undefined` where one has none of its own. */
function mergeKeysOn(tree: Tree, path: Path): readonly MergeKey[] | undefined {
  const found: MergeKey[] = [];
  let here: Tree | undefined = tree;
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') {
      const key = mergeKeyAt(here, step, path.slice(0, index));
      if (key === undefined) return undefined;
      found.push(key);
    }
    here = down(here, step);
  }
  return typeof path.at(-1) === 'string' ? found : undefined;
}

/** Of two items with one key the API would change the first: neither can be patched. */
function mergeKeyAt(list: Tree | undefined, position: number, path: Path): MergeKey | undefined {
  const key = mergeKeysOf(path)?.key;
  if (key === undefined || !isList(list)) return undefined;
  const values = list.map((item) => (isMap(item) ? child(item, key) : undefined));
  const value = values[position];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return values.filter((one) => one === value).length === 1 ? [key, value] : undefined;
}

function newNode(): Node {
  return { fields: new Map(), items: new Map() };
}

function place(root: Node, keys: readonly MergeKey[], path: Path, value: EditValue): void {
  let node = root;
  let items = 0;
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') {
      const known: Node = node.items.get(step) ?? newNode();
      const key = keys[items];
      items += 1;
      if (key !== undefined) known.fields.set(key[0], key[1]);
      node.items.set(step, known);
      node = known;
    } else if (index === path.length - 1) {
      node.fields.set(step, value);
    } else {
      const known = node.fields.get(step);
      const next = known !== undefined && isNode(known) ? known : newNode();
      node.fields.set(step, next);
      node = next;
    }
  }
}

function down(tree: Tree | undefined, step: Step): Tree | undefined {
  if (typeof step === 'number') return isList(tree) ? tree[step] : undefined;
  return isMap(tree) ? child(tree, step) : undefined;
}

function patchOf(node: Node): EditValue {
  if (node.items.size > 0) {
    return [...node.items].sort(([a], [b]) => a - b).map(([, item]) => patchOf(item));
  }
  return Object.fromEntries(
    [...node.fields].map(([key, value]) => [key, isNode(value) ? patchOf(value) : value]),
  );
}

function isArray(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}

function yamlOf(value: EditValue, indent: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}${scalar(value)}`];
  if (isArray(value)) {
    if (value.length === 0) return [`${indent}[]`];
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlOf(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return [`${indent}{}`];
  return keys.flatMap((key) => {
    const inner = value[key] ?? null;
    const name = `${indent}${scalar(key)}:`;
    const flat =
      typeof inner !== 'object' ||
      inner === null ||
      (isArray(inner) ? inner : Object.keys(inner)).length === 0;
    return flat
      ? [`${name} ${yamlOf(inner, '').join('')}`]
      : [name, ...yamlOf(inner, isArray(inner) ? indent : `${indent}  `)];
  });
}

/** Plain where no reader of YAML takes it for something else, else in JSON's quotes, which YAML reads too. */
function scalar(value: null | boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  const plain = /^[A-Za-z][A-Za-z0-9_./-]*$/.test(value);
  return plain && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value) ? value : JSON.stringify(value);
}

function typescriptOf(value: EditValue): string {
  if (value === null) return 'undefined';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(typescriptOf).join(', ')}]`;
  const fields = Object.entries(value).map(([key, inner]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
    return `${name}: ${typescriptOf(inner)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
