// A strategic merge as the API server does it: mappings merge, `null` removes, named items of lists merge by name.
import { isList, isMap, type Tree } from '../../../policy-pack/model/tree.ts';

const mergeKeys = ['name', 'containerPort', 'mountPath', 'key'];

export function merge(tree: Tree | undefined, patch: Tree): Tree {
  if (isMap(patch)) {
    const merged: Record<string, Tree> = isMap(tree) ? { ...tree } : {};
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) delete merged[key];
      else merged[key] = merge(merged[key], value);
    }
    return merged;
  }
  if (!isList(patch) || !isList(tree)) return patch;
  const [first] = patch;
  const key = isMap(first) ? mergeKeys.find((name) => Object.hasOwn(first, name)) : undefined;
  if (key === undefined) return patch;
  const items = [...tree];
  for (const item of patch) {
    const index = items.findIndex((one) => isMap(one) && isMap(item) && one[key] === item[key]);
    if (index < 0) items.push(item);
    else items[index] = merge(items[index], item);
  }
  return items;
}
