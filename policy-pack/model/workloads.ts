// Pod templates of every kind that has one: the built-in workloads, their patches, and custom resources.
import { ownKinds } from '../data/own-kinds.ts';
import { podKindsOfOthers, podlessGroups } from '../data/pod-kinds.ts';
import { type HiddenPlace, searchPods } from './found-pods.ts';
import { type Resource, typeName } from './resource.ts';
import { at, child, isList, isMap, type Path, type Tree, unwrapped } from './tree.ts';

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

/** Every pod template of a resource; one for kinds whose template has its place, any number for other custom resources. */
export function podTemplates(resource: Resource): readonly PodTemplate[] {
  const path = builtInGroups.has(resource.group) ? builtIn.get(resource.kind) : undefined;
  if (path !== undefined) return [templateAt(resource, path, !resource.patch)];
  if (wellKnownGroup(resource.group)) return [];
  const place = podKindsOfOthers.get(typeName(resource));
  if (place === undefined) {
    return searchPods(resource.tree).pods.map(({ whole, ...found }) => ({
      resource,
      ...found,
      exact: whole && resource.group === 'argoproj.io',
    }));
  }
  // A Rollout with `workloadRef` takes its pods from elsewhere.
  if (isAbsent(resource.tree, place.path)) return [];
  return [templateAt(resource, place.path, place.exact && !resource.patch)];
}

/** Places of a custom resource that are not known and may hold pods, which no rule about pods can tell. */
export function hiddenPlaces(resource: Resource): readonly HiddenPlace[] {
  if (wellKnownGroup(resource.group) || podKindsOfOthers.has(typeName(resource))) return [];
  return searchPods(resource.tree).hidden;
}

/** Groups whose kinds hold no other pod templates; others end in `.k8s.io` too (`sparkoperator.k8s.io`). */
function wellKnownGroup(group: string): boolean {
  return builtInGroups.has(group) || ownKinds.has(group) || podlessGroups.has(group);
}

function templateAt(resource: Resource, path: Path, exact: boolean): PodTemplate {
  const found = at(resource.tree, path);
  const tree = found.kind === 'known' ? found.value : hole(resource.tree, path);
  return { resource, path, tree: tree ?? {}, specPath: [...path, 'spec'], exact };
}

function isAbsent(tree: Tree, path: Path): boolean {
  const found = at(tree, path);
  return found.kind === 'known' && found.value === undefined;
}

/** The hole on the way to `path`, so that what stands behind it stays unknown. */
function hole(tree: Tree, path: Path): Tree | undefined {
  let here = unwrapped(tree);
  for (const step of path) {
    if (isMap(here)) here = unwrapped(child(here, String(step)));
    else if (isList(here)) here = typeof step === 'number' ? unwrapped(here[step]) : undefined;
    else return here;
  }
  return here;
}
