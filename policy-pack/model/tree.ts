// A resource as it came: a raw tree in which holes stand for what is not known, and the total way into it.

/** A place whose value nobody knows yet (`unknown`), or that cannot be looked into (`opaque`). */
export class Hole {
  readonly kind: 'unknown' | 'opaque';
  /** URNs or names that the value will come from; empty where nothing is said. */
  readonly dependsOn: readonly string[];
  readonly reason: string;

  constructor(kind: 'unknown' | 'opaque', reason: string, dependsOn: readonly string[] = []) {
    this.kind = kind;
    this.reason = reason;
    this.dependsOn = dependsOn;
  }
}

/** A value that must never be printed; what it wraps may be a hole. */
export class Secret {
  readonly inner: Tree;

  constructor(inner: Tree) {
    this.inner = inner;
  }
}

export interface TreeMap {
  readonly [key: string]: Tree;
}

export type Tree = null | boolean | number | string | readonly Tree[] | TreeMap | Hole | Secret;

export type Step = string | number;
export type Path = readonly Step[];

export interface Known<T> {
  readonly kind: 'known';
  readonly value: T;
  /** Whether a secret stands on the way: the value may be judged and never printed. */
  readonly secret: boolean;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** Where the hole stands, at or above the path that was asked for. */
  readonly path: string;
  readonly dependsOn: readonly string[];
}

export interface Opaque {
  readonly kind: 'opaque';
  readonly path: string;
  readonly reason: string;
}

export type TriState<T> = Known<T> | Unknown | Opaque;

export function isMap(tree: Tree | undefined): tree is TreeMap {
  return (
    typeof tree === 'object' &&
    tree !== null &&
    !Array.isArray(tree) &&
    !(tree instanceof Hole) &&
    !(tree instanceof Secret)
  );
}

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** The value under an own key; inherited names such as `constructor` are absent. */
export function child(map: TreeMap, key: string): Tree | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** What a secret wraps, and anything else as it is. */
export function unwrapped(tree: Tree | undefined): Tree | undefined {
  let here = tree;
  while (here instanceof Secret) here = here.inner;
  return here;
}

/** `spec.containers[0].image`; keys with dots are quoted: `metadata.labels["app.kubernetes.io/name"]`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/**
 * What stands at `path`. Total: a missing key, an index out of range or a step into a scalar is known
 * to be `undefined`; `null` counts as absent, as the API server does. A hole on the way is the answer.
 */
export function at(tree: Tree | undefined, path: Path): TriState<Tree | undefined> {
  let here = tree;
  let secret = false;
  for (let index = 0; ; index += 1) {
    while (here instanceof Secret) {
      secret = true;
      here = here.inner;
    }
    if (here instanceof Hole) {
      const place = formatPath(path.slice(0, index));
      return here.kind === 'unknown'
        ? { kind: 'unknown', path: place, dependsOn: here.dependsOn }
        : { kind: 'opaque', path: place, reason: here.reason };
    }
    const step = path[index];
    if (step === undefined) return { kind: 'known', value: here ?? undefined, secret };
    if (typeof step === 'number') here = isList(here) ? here[step] : undefined;
    else here = isMap(here) ? child(here, step) : undefined;
  }
}

/** Every hole under a tree with its path, in the order of the tree. */
export function holes(
  tree: Tree | undefined,
  path: Path = [],
): { readonly path: Path; readonly hole: Hole }[] {
  if (tree instanceof Hole) return [{ path, hole: tree }];
  if (tree instanceof Secret) return holes(tree.inner, path);
  if (isList(tree)) return tree.flatMap((item, index) => holes(item, [...path, index]));
  if (isMap(tree)) return Object.keys(tree).flatMap((key) => holes(child(tree, key), [...path, key]));
  return [];
}
