// Places in a resource that stay the same when its lists are put in another order.
import { mergeKeys } from './merge-keys.ts';
import { child, isList, isMap, type Path, Secret, type Tree } from './tree.ts';

/** A formatted path (`formatPath`) with each position of a list replaced by what Kubernetes merges its items by. */
export function stablePath(tree: Tree, path: string): string {
  let here: Tree | undefined = tree;
  return stepsOf(path)
    .map((step) => {
      while (here instanceof Secret) here = here.inner;
      if (typeof step === 'string') {
        here = isMap(here) ? child(here, step) : undefined;
        return JSON.stringify(step);
      }
      here = isList(here) ? here[step] : undefined;
      return nameOf(here) ?? String(step);
    })
    .join('.');
}

function nameOf(item: Tree | undefined): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return `[=${JSON.stringify(item)}]`;
  if (!isMap(item)) return undefined;
  for (const key of mergeKeys) {
    const value = child(item, key);
    if (typeof value === 'string' || typeof value === 'number') return `[${key}=${JSON.stringify(value)}]`;
  }
  return undefined;
}

function stepsOf(path: string): Path {
  const tokens = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w$-]+)/g);
  return [...tokens].map(([, index, quoted, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (plain ?? '') : String(JSON.parse(quoted));
  });
}
