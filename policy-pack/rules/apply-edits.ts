// A resource as it is after edits: what its patch would make of it.
import type { Resource } from '../model/resource.ts';
import { isList, isMap, type Path, Secret, type Tree } from '../model/tree.ts';
import type { Edit, EditValue } from './edit.ts';

/** Edits on the way to which a hole or a value of another type stands put a mapping in its place. */
export function applyEdits(resource: Resource, edits: readonly Edit[]): Resource {
  const tree = edits.reduce((before: Tree, { path, value }) => set(before, path, value), resource.tree);
  return { ...resource, tree };
}

function set(tree: Tree | undefined, path: Path, value: EditValue): Tree {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (tree instanceof Secret) return new Secret(set(tree.inner, path, value));
  if (typeof step === 'number') {
    if (!isList(tree)) return tree ?? null;
    return tree.map((item, index) => (index === step ? set(item, rest, value) : item));
  }
  const before = isMap(tree) ? tree : {};
  if (rest.length === 0 && value === null)
    return Object.fromEntries(Object.entries(before).filter(([key]) => key !== step));
  const inner = Object.hasOwn(before, step) ? before[step] : undefined;
  return { ...before, [step]: set(inner, rest, value) };
}
