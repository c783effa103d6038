// A place in a resource's tree and how a rule reads it: what is not known ends the look, never a guess.
import { child, Hole, isList, isMap, type Path, Secret, type Step, type Tree } from '../model/tree.ts';

/** Thrown by every reader at a hole or a wrong type; `sight` turns it into an observation. Cheap: no stack trace. */
export class Unseen {
  readonly path: Path;
  readonly reason: string;
  readonly dependsOn: readonly string[];

  constructor(path: Path, reason: string, dependsOn: readonly string[] = []) {
    this.path = path;
    this.reason = reason;
    this.dependsOn = dependsOn;
  }
}

export interface Spot {
  readonly tree: Tree | undefined;
  /** A secret stands on the way: the value is judged and never printed. */
  readonly secret: boolean;
  readonly above: Spot | undefined;
  /** From `above`, or from the root of the resource. */
  readonly steps: Path;
}

/** A spot at an absolute path of a resource. */
export function spotAt(tree: Tree | undefined, path: Path = []): Spot {
  return settle(tree, false, undefined, path);
}

/** Steps from the root of the resource. */
export function pathOf(spot: Spot): Path {
  return spot.above === undefined ? spot.steps : [...pathOf(spot.above), ...spot.steps];
}

/** The spot further down; a missing key is a spot without a tree. Throws `Unseen` at a hole on the way. */
export function go(spot: Spot, ...steps: readonly Step[]): Spot {
  let { tree, secret } = spot;
  for (const [index, step] of steps.entries()) {
    if (tree instanceof Hole) throw unseen(tree, [...pathOf(spot), ...steps.slice(0, index)]);
    tree = typeof step === 'number' ? (isList(tree) ? tree[step] : undefined) : below(tree, step);
    while (tree instanceof Secret) {
      tree = tree.inner;
      secret = true;
    }
  }
  return { tree, secret, above: spot, steps };
}

export function textAt(spot: Spot, ...steps: readonly Step[]): string | undefined {
  const value = valueAt(spot, steps);
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong(spot, steps, 'a text');
}

export function flagAt(spot: Spot, ...steps: readonly Step[]): boolean | undefined {
  const value = valueAt(spot, steps);
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrong(spot, steps, 'true or false');
}

export function numberAt(spot: Spot, ...steps: readonly Step[]): number | undefined {
  const value = valueAt(spot, steps);
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  throw wrong(spot, steps, 'a number');
}

/** Whether anything is written there; an empty mapping is. */
export function isSet(spot: Spot, ...steps: readonly Step[]): boolean {
  return valueAt(spot, steps) !== undefined;
}

/** Items of a list; empty where it is absent. Items may be holes. */
export function itemsAt(spot: Spot, ...steps: readonly Step[]): readonly Spot[] {
  const value = valueAt(spot, steps);
  if (value === undefined) return [];
  if (!isList(value)) throw wrong(spot, steps, 'a list');
  const list = go(spot, ...steps);
  return value.map((item, index) => settle(item, list.secret, list, [index]));
}

/** Entries of a mapping; empty where it is absent. Values may be holes. */
export function entriesAt(spot: Spot, ...steps: readonly Step[]): readonly (readonly [string, Spot])[] {
  const value = valueAt(spot, steps);
  if (value === undefined) return [];
  if (!isMap(value)) throw wrong(spot, steps, 'a mapping');
  const map = go(spot, ...steps);
  return Object.keys(value).map((key) => [key, settle(child(value, key), map.secret, map, [key])]);
}

/** The value for a message: short, never a secret. */
export function quote(spot: Spot): string {
  const { tree, secret } = spot;
  if (secret) return '(a secret value)';
  if (tree === undefined || tree === null) return 'not set';
  if (typeof tree === 'string') return tree.length > 80 ? `${tree.slice(0, 79)}…` : tree;
  return typeof tree === 'object' ? 'set' : String(tree);
}

function valueAt(spot: Spot, steps: readonly Step[]): Exclude<Tree, null | Hole | Secret> | undefined {
  let { tree } = spot;
  for (let index = 0; ; index += 1) {
    while (tree instanceof Secret) tree = tree.inner;
    if (tree instanceof Hole) throw unseen(tree, [...pathOf(spot), ...steps.slice(0, index)]);
    const step = steps[index];
    if (step === undefined) return tree ?? undefined;
    tree = typeof step === 'number' ? (isList(tree) ? tree[step] : undefined) : below(tree, step);
    if (tree === undefined || tree === null) return undefined;
  }
}

/** A text where a mapping belongs is no absent mapping. */
function below(tree: Tree | undefined, step: string): Tree | undefined {
  return isMap(tree) ? child(tree, step) : undefined;
}

function settle(tree: Tree | undefined, secret: boolean, above: Spot | undefined, steps: Path): Spot {
  let inner = tree;
  while (inner instanceof Secret) inner = inner.inner;
  return { tree: inner, secret: secret || inner !== tree, above, steps };
}

function unseen(hole: Hole, path: Path): Unseen {
  return new Unseen(path, hole.reason, hole.dependsOn);
}

function wrong(spot: Spot, steps: readonly Step[], wanted: string): Unseen {
  return new Unseen([...pathOf(spot), ...steps], `it is not ${wanted}`);
}
