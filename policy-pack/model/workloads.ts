// Pod templates of every kind that has one: the built-in workloads, their patches, and custom resources.
import { ownKinds } from '../data/own-kinds.ts';
import type { Resource } from './resource.ts';
import { at, child, isList, isMap, type Path, type Tree, type TreeMap } from './tree.ts';

export interface PodTemplate {
  readonly resource: Resource;
  /** Where the template stands; `metadata` and `spec` lie under it. Empty for a Pod. */
  readonly path: Path;
  /** The template itself: a mapping with `metadata` and `spec`, as far as they are given. */
  readonly tree: Tree;
  /** Where the pod's spec stands, for messages: mostly `path` + `spec`. */
  readonly specPath: Path;
  /** False for a custom resource: its operator may add to what is written. */
  readonly exact: boolean;
}

const builtIn = new Map<string, Path>([
  ['Pod', []],
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['PodTemplate', ['template']],
  ['DeploymentConfig', ['spec', 'template']],
]);

/** Kinds of Kubernetes' and OpenShift's own that hold a pod template. */
export const podKinds: readonly string[] = [...builtIn.keys()];

const builtInGroups = new Set(['', 'apps', 'batch', 'extensions', 'apps.openshift.io']);

/** Keys under which operators take a pod template that may lack containers (Strimzi's `template.pod`). */
const templateKeys = new Set(['pod', 'podTemplate', 'podTemplateSpec']);
const podFields = [
  'securityContext',
  'hostNetwork',
  'volumes',
  'serviceAccountName',
  'tolerations',
  'affinity',
];

const maximumDepth = 24;

/** Every pod template of a resource; one for built-in workloads, any number for custom resources. */
export function podTemplates(resource: Resource): readonly PodTemplate[] {
  const path = builtInGroups.has(resource.group) ? builtIn.get(resource.kind) : undefined;
  if (path !== undefined) {
    const found = at(resource.tree, path);
    const tree = found.kind === 'known' ? found.value : hole(resource.tree, path);
    return [{ resource, path, tree: tree ?? {}, specPath: [...path, 'spec'], exact: !resource.patch }];
  }
  if (wellKnownGroup(resource.group)) return [];
  const found: PodTemplate[] = [];
  walk(resource, resource.tree, [], found);
  return found;
}

/** Groups of Kubernetes' own whose kinds hold no pod templates; others end in `.k8s.io` too (`sparkoperator.k8s.io`). */
function wellKnownGroup(group: string): boolean {
  return builtInGroups.has(group) || ownKinds.has(group) || group === 'apiextensions.k8s.io';
}

/** The hole on the way to `path`, so that what stands behind it stays unknown. */
function hole(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const step of path) {
    if (isMap(here)) here = child(here, String(step));
    else if (isList(here)) here = typeof step === 'number' ? here[step] : undefined;
    else return here;
  }
  return here;
}

function walk(resource: Resource, tree: Tree | undefined, path: Path, into: PodTemplate[]): void {
  if (path.length > maximumDepth) return;
  if (isList(tree)) {
    for (const [index, item] of tree.entries()) walk(resource, item, [...path, index], into);
    return;
  }
  if (!isMap(tree)) return;
  const spec = child(tree, 'spec');
  if (path.length > 0 && isPodSpec(spec)) {
    into.push({ resource, path, tree, specPath: [...path, 'spec'], exact: resource.group === 'argoproj.io' });
    return;
  }
  const last = path.at(-1);
  if (
    typeof last === 'string' &&
    templateKeys.has(last) &&
    podFields.some((field) => Object.hasOwn(tree, field))
  ) {
    into.push({
      resource,
      path,
      tree: { metadata: child(tree, 'metadata') ?? {}, spec: tree },
      specPath: path,
      exact: false,
    });
    return;
  }
  if (path.length > 0 && isPodSpec(tree)) {
    into.push({ resource, path, tree: { metadata: {}, spec: tree }, specPath: path, exact: false });
    return;
  }
  const single = looseContainers(tree);
  if (path.length > 0 && single.length > 0) {
    const spec = { ...tree, containers: single };
    into.push({ resource, path, tree: { metadata: {}, spec }, specPath: path, exact: false });
    return;
  }
  for (const key of Object.keys(tree)) walk(resource, child(tree, key), [...path, key], into);
}

/** Containers that workflow engines write without a pod: one of its own, a script, steps, and what runs beside them. */
function looseContainers(tree: TreeMap): readonly Tree[] {
  const found = ['container', 'script', 'steps'].flatMap((key) => child(tree, key) ?? []);
  const all = found.flatMap((item): readonly Tree[] => (isList(item) ? item : [item]));
  if (all.length === 0 || !all.every(isContainer)) return [];
  const beside = child(tree, 'sidecars');
  return [...all, ...(isList(beside) ? beside.filter(isContainer) : [])];
}

function isContainer(tree: Tree): boolean {
  return isMap(tree) && typeof child(tree, 'image') === 'string';
}

/** A pod's spec is known by containers that name an image. */
function isPodSpec(tree: Tree | undefined): boolean {
  if (!isMap(tree)) return false;
  const containers = child(tree, 'containers');
  return (
    isList(containers) &&
    containers.length > 0 &&
    containers.every((item) => isMap(item) && (Object.hasOwn(item, 'image') || Object.hasOwn(item, 'name')))
  );
}
