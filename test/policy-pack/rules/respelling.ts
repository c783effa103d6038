// A resource in another spelling that means the same: absent, false and empty alike, amounts in thousandths.
import { Hole, isList, isMap, Secret, type Tree } from '../../../policy-pack/model/tree.ts';

/** Decides for one place after the other whether it is spelt otherwise. */
export type Choose = () => boolean;

/** What says nothing in a pod's spec and in a container (components.md, «What the real Check does»). */
const ofPods: readonly (readonly [string, Tree])[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].map((name) => [name, false] as const),
  ...['initContainers', 'volumes', 'imagePullSecrets', 'tolerations'].map((name) => [name, []] as const),
  ...['nodeSelector', 'securityContext'].map((name) => [name, {}] as const),
];
const ofContainers: readonly (readonly [string, Tree])[] = [
  ...['stdin', 'tty'].map((name) => [name, false] as const),
  ...['env', 'envFrom', 'ports', 'args', 'command', 'volumeMounts'].map((name) => [name, []] as const),
  ...['resources', 'securityContext'].map((name) => [name, {}] as const),
];
const amounts = new Set(['requests', 'limits', 'hard']);

export function respell(tree: Tree, choose: Choose, within = ''): Tree {
  if (tree instanceof Secret) return new Secret(respell(tree.inner, choose, within));
  if (isList(tree)) return tree.map((item) => respell(item, choose));
  if (!isMap(tree)) return amounts.has(within) ? inThousandths(tree, choose) : tree;
  const silent = isPodSpec(tree) ? ofPods : isContainer(tree) ? ofContainers : [];
  const names = new Set(silent.map(([name]) => name));
  const kept = Object.entries(tree)
    .filter(([name, value]) => !(names.has(name) && saysNothing(value) && choose()))
    .map(([name, value]): [string, Tree] => [
      name,
      respell(value, choose, amounts.has(within) ? within : name),
    ]);
  const added = silent.filter(([name]) => !Object.hasOwn(tree, name) && choose());
  return Object.fromEntries([...kept, ...added]);
}

function saysNothing(value: Tree): boolean {
  if (isList(value)) return value.length === 0;
  return value === false || value === null || (isMap(value) && Object.keys(value).length === 0);
}

function isPodSpec(tree: Tree): boolean {
  return isMap(tree) && isList(tree.containers ?? null) && !Object.hasOwn(tree, 'image');
}

function isContainer(tree: Tree): boolean {
  return isMap(tree) && typeof tree.image === 'string' && typeof tree.name === 'string';
}

/** `0.5` is `500m`, and `2` is `2000m`. */
function inThousandths(tree: Tree, choose: Choose): Tree {
  if (tree instanceof Hole || !/^\d{1,6}(?:\.\d{1,3})?$/.test(String(tree)) || !choose()) return tree;
  return `${Math.round(Number(tree) * 1000)}m`;
}
