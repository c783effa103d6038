// Places in a resource that stay the same when its lists are put in another order.
import { mergeKeysOf } from './merge-keys.ts';
import { child, isList, isMap, type Path, Secret, type Tree } from './tree.ts';

/** What items of lists that the API replaces as a whole, and of custom resources, mostly have. */
const usual = ['name', 'key'] as const;

/** A formatted path (`formatPath`) with each position of a list replaced by what Kubernetes tells its items apart by. */
export function stablePath(tree: Tree, path: string): string {
  let here: Tree | undefined = tree;
  return stepsOf(path)
    .map((step, index, steps) => {
      while (here instanceof Secret) here = here.inner;
      if (typeof step === 'string') {
        here = isMap(here) ? child(here, step) : undefined;
        return JSON.stringify(step);
      }
      here = isList(here) ? here[step] : undefined;
      return nameOf(here, steps.slice(0, index)) ?? String(step);
    })
    .join('.');
}

function nameOf(item: Tree | undefined, list: Path): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return `[=${JSON.stringify(item)}]`;
  if (!isMap(item)) return undefined;
  const keys = mergeKeysOf(list);
  const value = keys === undefined ? undefined : child(item, keys.key);
  if (keys !== undefined && isName(value)) {
    const also = keys.also === undefined ? undefined : (child(item, keys.also.key) ?? keys.also.otherwise);
    return `[${keys.key}=${JSON.stringify(value)}${isName(also) ? `,${also}` : ''}]`;
  }
  for (const key of usual) {
    const name = child(item, key);
    if (isName(name)) return `[${key}=${JSON.stringify(name)}]`;
  }
  return undefined;
}

function isName(value: Tree | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function stepsOf(path: string): Path {
  const tokens = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w$-]+)/g);
  return [...tokens].map(([, index, quoted, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (plain ?? '') : String(JSON.parse(quoted));
  });
}
