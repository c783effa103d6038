// Typed views of a raw tree: a wrong type is opaque, so that no rule mistakes it for absent.
import { at, formatPath, isList, isMap, type Path, type Tree, type TreeMap, type TriState } from './tree.ts';

function typed<T>(
  tree: Tree | undefined,
  path: Path,
  wanted: string,
  narrow: (value: Tree) => T | undefined,
): TriState<T | undefined> {
  const found = at(tree, path);
  if (found.kind !== 'known') return found;
  if (found.value === undefined) return { kind: 'known', value: undefined, secret: found.secret };
  const value = narrow(found.value);
  return value === undefined
    ? { kind: 'opaque', path: formatPath(path), reason: `expected ${wanted}` }
    : { kind: 'known', value, secret: found.secret };
}

/** A text; numbers and booleans are taken as their spelling, as labels and quantities come. */
export function textAt(tree: Tree | undefined, path: Path): TriState<string | undefined> {
  return typed(tree, path, 'a text', (value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined,
  );
}

export function numberAt(tree: Tree | undefined, path: Path): TriState<number | undefined> {
  return typed(tree, path, 'a number', (value) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
  });
}

export function booleanAt(tree: Tree | undefined, path: Path): TriState<boolean | undefined> {
  return typed(tree, path, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
}

export function mapAt(tree: Tree | undefined, path: Path): TriState<TreeMap | undefined> {
  return typed(tree, path, 'a mapping', (value) => (isMap(value) ? value : undefined));
}

export function listAt(tree: Tree | undefined, path: Path): TriState<readonly Tree[] | undefined> {
  return typed(tree, path, 'a list', (value) => (isList(value) ? value : undefined));
}

/** The known text at a path, or `undefined` for absent, unknown and wrong alike: for names in messages. */
export function textOr(tree: Tree | undefined, path: Path): string | undefined {
  const found = textAt(tree, path);
  return found.kind === 'known' ? found.value : undefined;
}

/** The items of a known list; empty for everything else: for parts whose holes are counted elsewhere. */
export function itemsOf(tree: Tree | undefined, path: Path): readonly Tree[] {
  const found = listAt(tree, path);
  return found.kind === 'known' ? (found.value ?? []) : [];
}
