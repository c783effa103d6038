// Paths of trees, and trees with one place changed.
import { child, Hole, isList, isMap, type Path, Secret, type Tree } from '../../../policy-pack/model/tree.ts';

/** Every place below the root, holes and secrets left whole. */
export function placesOf(tree: Tree | undefined, path: Path = []): readonly Path[] {
  const own = path.length === 0 ? [] : [path];
  if (isList(tree)) return [...own, ...tree.flatMap((item, index) => placesOf(item, [...path, index]))];
  if (isMap(tree)) {
    return [...own, ...Object.keys(tree).flatMap((key) => placesOf(child(tree, key), [...path, key]))];
  }
  return own;
}

export function valueAt(tree: Tree | undefined, path: Path): Tree | undefined {
  let here = tree;
  for (const step of path) {
    if (here instanceof Secret) here = here.inner;
    if (typeof step === 'number') here = isList(here) ? here[step] : undefined;
    else here = isMap(here) ? child(here, step) : undefined;
  }
  return here;
}

/** `undefined` removes. Missing mappings on the way are made; a hole on the way stays. */
export function withValue(tree: Tree | undefined, path: Path, value: Tree | undefined): Tree {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (tree instanceof Hole) return tree;
  if (typeof step === 'number') {
    const list = isList(tree) ? [...tree] : [];
    if (rest.length === 0 && value === undefined) list.splice(step, 1);
    else list[step] = withValue(list[step], rest, value);
    return list;
  }
  const map = isMap(tree) ? { ...tree } : {};
  if (rest.length > 0 || value !== undefined) map[step] = withValue(map[step], rest, value);
  else delete map[step];
  return map;
}
