// The smallest change of a resource, as a strategic merge patch in YAML and as arguments in TypeScript.
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

/** Keys by which Kubernetes merges the items of its lists (API reference, «patchMergeKey»). */
const mergeKeys = ['name', 'containerPort', 'mountPath', 'devicePath', 'key'] as const;

interface Node {
  readonly fields: Map<string, Node | EditValue>;
  /** Items of a list by position, each named by its merge key. */
  readonly items: Map<number, Node>;
}

function isNode(value: Node | EditValue): value is Node {
  return typeof value === 'object' && value !== null && 'fields' in value && value.fields instanceof Map;
}

/** Both texts of the edits; `undefined` where there are none, or where an item has nothing to be named by. */
export function patchTexts(tree: Tree, edits: readonly Edit[]): PatchTexts | undefined {
  if (edits.length === 0) return undefined;
  const root = newNode();
  for (const { path, value } of edits) if (!place(root, tree, path, value)) return undefined;
  const patch = patchOf(root);
  return {
    yaml: `${yamlOf(patch, '').join('\n')}\n`,
    typescript: `${typescriptOf(patch)}\n`,
  };
}

function newNode(): Node {
  return { fields: new Map(), items: new Map() };
}

function place(root: Node, tree: Tree, path: Path, value: EditValue): boolean {
  let node = root;
  let here: Tree | undefined = tree;
  for (const [index, step] of path.entries()) {
    here = down(here, step);
    if (typeof step === 'number') {
      const known: Node = node.items.get(step) ?? newNode();
      if (known.fields.size === 0) {
        const key = mergeKeys.find((name) => isScalar(isMap(here) ? child(here, name) : undefined));
        const text = key === undefined || !isMap(here) ? undefined : child(here, key);
        if (key === undefined || (typeof text !== 'string' && typeof text !== 'number')) return false;
        known.fields.set(key, text);
      }
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
  return typeof path.at(-1) === 'string';
}

function isScalar(tree: Tree | undefined): boolean {
  return typeof tree === 'string' || typeof tree === 'number';
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
