// Containers that workflow engines write without a pod: one of its own, a script, steps, and what runs beside them.
import { child, Hole, isList, isMap, type Tree, type TreeMap, unwrapped } from './tree.ts';

/**
 * Empty where the mapping has none. A hole in place of a container, or of what all steps begin with, stands among
 * them as a container of which nothing is known. Steps that run what is written elsewhere are none.
 */
export function looseContainers(tree: TreeMap): readonly Tree[] {
  const base = unwrapped(child(tree, 'stepTemplate'));
  const steps = itemsUnder(tree, 'steps').map((step) => onto(base, step));
  const own = [...itemsUnder(tree, 'container'), ...itemsUnder(tree, 'script'), ...steps];
  if (!own.some(isContainer)) return [];
  const all = [...own, ...itemsUnder(tree, 'sidecars')].filter(
    (one) => one instanceof Hole || isContainer(one),
  );
  return base instanceof Hole ? [...all, base] : all;
}

/** An image that is not known yet is an image. */
function isContainer(tree: Tree): boolean {
  if (!isMap(tree)) return false;
  const image = unwrapped(child(tree, 'image'));
  return typeof image === 'string' || image instanceof Hole;
}

function itemsUnder(tree: TreeMap, key: string): readonly Tree[] {
  const found = unwrapped(child(tree, key)) ?? [];
  return isList(found) ? found.map((item) => unwrapped(item) ?? null) : [found];
}

/** A step of Tekton's over the task's `stepTemplate` (https://tekton.dev/docs/pipelines/tasks/): it gives what the step leaves out. */
function onto(base: Tree | undefined, step: Tree): Tree {
  if (!isMap(step) || Object.hasOwn(step, 'ref')) return step;
  if (base instanceof Hole) return Object.hasOwn(step, 'image') ? step : { ...step, image: base };
  return isMap(base) ? merged(base, step) : step;
}

function merged(base: TreeMap, over: TreeMap): TreeMap {
  const both: Record<string, Tree> = { ...base, ...over };
  for (const key of Object.keys(base)) {
    const below = unwrapped(child(base, key));
    const above = unwrapped(child(over, key));
    if (isMap(below) && isMap(above)) both[key] = merged(below, above);
    else if (key === 'env' && isList(below) && isList(above)) both[key] = mergedVariables(below, above);
    else if (lists.has(key) && isList(below) && isList(above)) both[key] = [...below, ...above];
  }
  return both;
}

/** Lists whose items add up; `command` and `args` replace each other. */
const lists = new Set(['envFrom', 'volumeMounts', 'volumeDevices']);

function mergedVariables(below: readonly Tree[], above: readonly Tree[]): readonly Tree[] {
  const nameOf = (one: Tree): Tree | undefined => (isMap(one) ? child(one, 'name') : undefined);
  const named = new Set(above.map(nameOf));
  return [...below.filter((one) => nameOf(one) === undefined || !named.has(nameOf(one))), ...above];
}
