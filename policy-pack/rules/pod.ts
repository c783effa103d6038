// A pod template as rules look at it: its spec, its metadata, its containers of all kinds.
import type { Resource } from '../model/resource.ts';
import { child, Hole, isMap, type Path, Secret, type Tree } from '../model/tree.ts';
import type { PodTemplate } from '../model/workloads.ts';
import { type Observation, sight } from './observation.ts';
import { itemsAt, type Spot, spotAt, textAt, Unseen } from './spot.ts';

export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
export type ContainerList = (typeof containerLists)[number];

export interface Container {
  readonly spot: Spot;
  readonly list: ContainerList;
  /** For messages; the position where the name is not known. */
  readonly label: string;
}

export interface Pod {
  readonly resource: Resource;
  readonly template: PodTemplate;
  readonly spec: Spot;
  readonly metadata: Spot;
  /** Each list, or why it cannot be seen. */
  readonly lists: readonly (readonly Container[] | Unseen)[];
}

export function openPod(template: PodTemplate): Pod {
  const { tree, path, resource, specPath } = template;
  const spec = isMap(tree)
    ? spotAt(child(tree, 'spec'), specPath)
    : spotAt(tree instanceof Hole ? tree : undefined, holePath(resource.tree, path));
  const metadata = isMap(tree) ? spotAt(child(tree, 'metadata'), [...path, 'metadata']) : spec;
  return { resource, template, spec, metadata, lists: containerLists.map((list) => read(spec, list)) };
}

/** Where the hole stands that hides the template: at its path or above. */
function holePath(root: Tree, path: Path): Path {
  let here: Tree | undefined = root;
  for (const [index, step] of path.entries()) {
    while (here instanceof Secret) here = here.inner;
    if (here instanceof Hole) return path.slice(0, index);
    here = isMap(here) && typeof step === 'string' ? child(here, step) : undefined;
  }
  return path;
}

function read(spec: Spot, list: ContainerList): readonly Container[] | Unseen {
  try {
    return itemsAt(spec, list).map((spot, index) => ({ spot, list, label: labelOf(spot, list, index) }));
  } catch (error) {
    if (error instanceof Unseen) return error;
    throw error;
  }
}

function labelOf(spot: Spot, list: ContainerList, index: number): string {
  try {
    return textAt(spot, 'name') ?? `${list}[${index}]`;
  } catch (error) {
    if (error instanceof Unseen) return `${list}[${index}]`;
    throw error;
  }
}

/** Looks at each container, by default of every list; a list that cannot be seen is unknown. */
export function eachContainer(
  pod: Pod,
  look: (container: Container) => undefined | Observation | readonly Observation[],
  wanted: readonly ContainerList[] = containerLists,
): readonly Observation[] {
  const seen: Observation[] = [];
  for (const [index, list] of pod.lists.entries()) {
    if (!wanted.some((name) => name === containerLists[index])) continue;
    if (list instanceof Unseen) {
      seen.push({ kind: 'unknown', path: list.path, reason: list.reason, dependsOn: list.dependsOn });
      continue;
    }
    for (const container of list) {
      const found = sight(() => look(container));
      if (found.length > 0) seen.push(...found);
    }
  }
  return seen;
}

/** Looks at each container that runs as long as the pod; whether an init container does is asked where it matters. */
export function eachRunning(
  pod: Pod,
  look: (container: Container) => undefined | Observation | readonly Observation[],
): readonly Observation[] {
  const lookIfRunning = (container: Container): readonly Observation[] => {
    const found = sight(() => look(container));
    return found.length === 0 || container.list === 'containers' || isSidecar(container.spot) ? found : [];
  };
  return eachContainer(pod, lookIfRunning, ['initContainers', 'containers']);
}

/** Containers of a pod's spec that run as long as it does. Throws `Unseen`. */
export function runningAt(spec: Spot): readonly Spot[] {
  return [...itemsAt(spec, 'containers'), ...itemsAt(spec, 'initContainers').filter(isSidecar)];
}

/** Init containers with `restartPolicy: Always` (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/). Throws `Unseen`. */
export function isSidecar(container: Spot): boolean {
  return textAt(container, 'restartPolicy') === 'Always';
}

/** Whether the pod says that it runs on Windows (`spec.os.name`). */
export function isWindows(pod: Pod): boolean {
  return textAt(pod.spec, 'os', 'name') === 'windows';
}
