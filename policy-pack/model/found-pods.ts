// Pods within custom resources whose shape is not known: found by their look, and the places at which one may be hidden.
import { looseContainers } from './loose-containers.ts';
import { child, Hole, isList, isMap, type Path, type Tree, type TreeMap, unwrapped } from './tree.ts';

export interface FoundPod {
  readonly path: Path;
  /** A mapping with `metadata` and `spec`, or the hole that hides it. */
  readonly tree: Tree;
  readonly specPath: Path;
  /** Written as a pod template with containers, which engines run as it is. */
  readonly whole: boolean;
}

/** A place that is not known and may hold pods, or what belongs to other things: nothing tells. */
export interface HiddenPlace {
  readonly path: Path;
  readonly hole: Hole;
}

export interface Search {
  readonly pods: readonly FoundPod[];
  readonly hidden: readonly HiddenPlace[];
}

/** Keys under which nothing but a pod stands; it may lack containers (Strimzi's `template.pod`). */
const templateKeys = new Set(['pod', 'podTemplate', 'podTemplateSpec', 'podSpec']);

/** Keys under which a pod may stand, and much else. */
const likelyKeys = new Set(
  (
    'spec template templates jobTemplate job jobs pods podTemplates podSpecs workload workloads deployment ' +
    'statefulSet daemonSet driver executor containers initContainers container script steps stepTemplate sidecars containerSet'
  ).split(' '),
);

const podFields = [
  'securityContext',
  'hostNetwork',
  'volumes',
  'serviceAccountName',
  'tolerations',
  'affinity',
];

const maximumDepth = 24;

/** Every pod of a tree; what hangs below the resource's own `metadata` is none. */
export function searchPods(tree: Tree): Search {
  const into = { pods: [], hidden: [] };
  walk(tree, [], into);
  return into;
}

interface Found {
  readonly pods: FoundPod[];
  readonly hidden: HiddenPlace[];
}

/** Whether pods stand there or below. */
function walk(wrapped: Tree | undefined, path: Path, into: Found): boolean {
  if (path.length > maximumDepth) return false;
  const tree = unwrapped(wrapped);
  if (isList(tree)) return walkList(tree, path, into);
  if (!isMap(tree)) return false;
  const pod = path.length === 0 ? undefined : podOf(tree, path);
  if (pod !== undefined) {
    into.pods.push(pod);
    return true;
  }
  const holes: (readonly [string, Hole])[] = [];
  let any = false;
  /** Whether the mapping is one of names to pods, so that its other names are likely pods too. */
  let roster = true;
  for (const key of Object.keys(tree)) {
    if (path.length === 0 && key === 'metadata') continue;
    const below = unwrapped(child(tree, key));
    if (below instanceof Hole) {
      holes.push([key, below]);
      continue;
    }
    const bears = walk(below, [...path, key], into);
    any ||= bears;
    roster &&= bears && !likelyKeys.has(key) && !templateKeys.has(key);
  }
  for (const [key, hole] of holes) {
    const place = [...path, key];
    if (templateKeys.has(key)) into.pods.push(hiddenPod(place, hole));
    else if (likelyKeys.has(key) || (any && roster)) into.hidden.push({ path: place, hole });
  }
  return any || holes.some(([key]) => templateKeys.has(key));
}

function hiddenPod(path: Path, hole: Hole): FoundPod {
  return { path, tree: hole, specPath: [...path, 'spec'], whole: false };
}

/** An item that is not known is a pod where others of its list are. */
function walkList(list: readonly Tree[], path: Path, into: Found): boolean {
  const holes: (readonly [number, Hole])[] = [];
  let any = false;
  for (const [index, item] of list.entries()) {
    const below = unwrapped(item);
    if (below instanceof Hole) holes.push([index, below]);
    else if (walk(below, [...path, index], into)) any = true;
  }
  const last = path.at(-1);
  for (const [index, hole] of holes) {
    const place = [...path, index];
    if (any) into.pods.push(hiddenPod(place, hole));
    else if (typeof last === 'string' && likelyKeys.has(last)) into.hidden.push({ path: place, hole });
  }
  return any;
}

function podOf(tree: TreeMap, path: Path): FoundPod | undefined {
  const named = templateKeys.has(String(path.at(-1)));
  const spec = unwrapped(child(tree, 'spec'));
  if (isPodSpec(spec, named || path.at(-1) === 'template') || (named && spec instanceof Hole)) {
    return { path, tree, specPath: [...path, 'spec'], whole: true };
  }
  if (isPodSpec(tree, named) || (named && hasPodFields(tree))) {
    return {
      path,
      tree: { metadata: child(tree, 'metadata') ?? {}, spec: tree },
      specPath: path,
      whole: false,
    };
  }
  const loose = looseContainers(tree);
  if (loose.length === 0) return undefined;
  return { path, tree: { metadata: {}, spec: { ...tree, containers: loose } }, specPath: path, whole: false };
}

/** A pod's spec is known by containers that name an image; where they are not known, by what stands beside or above. */
function isPodSpec(tree: Tree | undefined, expected: boolean): boolean {
  if (!isMap(tree)) return false;
  const containers = unwrapped(child(tree, 'containers'));
  const hinted = (): boolean => expected || hasPodFields(tree);
  if (containers instanceof Hole) return hinted();
  if (!isList(containers) || containers.length === 0) return false;
  const items = containers.map(unwrapped);
  if (!items.every((item) => item instanceof Hole || isMap(item))) return false;
  return items.some(isNamed) || (items.some((item) => item instanceof Hole) && hinted());
}

function isNamed(tree: Tree | undefined): boolean {
  return isMap(tree) && (Object.hasOwn(tree, 'image') || Object.hasOwn(tree, 'name'));
}

function hasPodFields(tree: TreeMap): boolean {
  return podFields.some((field) => Object.hasOwn(tree, field));
}
