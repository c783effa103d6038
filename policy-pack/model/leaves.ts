// What stands at the ends of a tree.
import { child, Hole, isList, isMap, Secret, type Tree } from './tree.ts';

/** URNs that unknown values below a place wait for. */
export function waitsOf(tree: Tree | undefined): readonly string[] {
  return leaves(tree).flatMap((leaf) => (leaf instanceof Hole ? leaf.dependsOn : []));
}

/** Every text below a place. */
export function textsBelow(tree: Tree | undefined): readonly string[] {
  return leaves(tree).filter((leaf) => typeof leaf === 'string');
}

function leaves(tree: Tree | undefined): readonly Tree[] {
  if (tree instanceof Secret) return leaves(tree.inner);
  if (isList(tree)) return tree.flatMap(leaves);
  if (isMap(tree)) return Object.keys(tree).flatMap((key) => leaves(child(tree, key)));
  return tree === undefined || tree === null ? [] : [tree];
}
