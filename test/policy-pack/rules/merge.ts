// A strategic merge as the API server does it: mappings merge, `null` removes, lists merge where the API says by what.
import { Hole, isList, isMap, type Tree, type TreeMap } from '../../../policy-pack/model/tree.ts';

interface Field {
  /** The type of what stands there, or of a list's items. */
  readonly type?: string;
  /** «x-kubernetes-patch-merge-key»; a list without it is replaced. */
  readonly mergeKey?: string;
}

type Fields = Readonly<Record<string, Field>>;

const container: Fields = {
  env: { mergeKey: 'name' },
  ports: { mergeKey: 'containerPort' },
  volumeMounts: { mergeKey: 'mountPath' },
  volumeDevices: { mergeKey: 'devicePath' },
};
const ofPods: Fields = { spec: { type: 'WorkloadSpec' } };

/** The definitions of the OpenAPI of Kubernetes 1.34, as far as our rules write patches for them. */
const definitions: Readonly<Record<string, Fields>> = {
  Pod: { spec: { type: 'PodSpec' } },
  PodTemplate: { template: { type: 'PodTemplateSpec' } },
  Deployment: ofPods,
  StatefulSet: ofPods,
  DaemonSet: ofPods,
  ReplicaSet: ofPods,
  ReplicationController: ofPods,
  Job: ofPods,
  CronJob: { spec: { type: 'CronJobSpec' } },
  CronJobSpec: { jobTemplate: { type: 'Job' } },
  WorkloadSpec: { template: { type: 'PodTemplateSpec' } },
  PodTemplateSpec: { spec: { type: 'PodSpec' } },
  PodSpec: {
    containers: { mergeKey: 'name', type: 'Container' },
    initContainers: { mergeKey: 'name', type: 'Container' },
    ephemeralContainers: { mergeKey: 'name', type: 'Container' },
    volumes: { mergeKey: 'name' },
    imagePullSecrets: { mergeKey: 'name' },
    hostAliases: { mergeKey: 'ip' },
    topologySpreadConstraints: { mergeKey: 'topologyKey' },
    schedulingGates: { mergeKey: 'name' },
    resourceClaims: { mergeKey: 'name' },
  },
  Container: container,
  Service: { spec: { type: 'ServiceSpec' } },
  ServiceSpec: { ports: { mergeKey: 'port' } },
  ServiceAccount: { secrets: { mergeKey: 'name' } },
};

/** `type`: the definition that both are of; that of the resource's kind where nothing is said. */
export function merge(tree: Tree | undefined, patch: Tree, type = kindOf(tree)): Tree {
  if (!isMap(patch)) return patch;
  const fields = definitions[type] ?? {};
  const merged: Record<string, Tree> = isMap(tree) ? { ...tree } : {};
  for (const [key, value] of Object.entries(patch)) {
    const field = Object.hasOwn(fields, key) ? (fields[key] ?? {}) : {};
    if (value === null) delete merged[key];
    else
      merged[key] = isList(value)
        ? mergeLists(merged[key], value, field)
        : merge(merged[key], value, field.type ?? '');
  }
  return merged;
}

function mergeLists(tree: Tree | undefined, patch: readonly Tree[], { type = '', mergeKey }: Field): Tree {
  if (mergeKey === undefined || !isList(tree)) return patch;
  const items = [...tree];
  for (const item of patch) {
    if (item instanceof Hole) {
      items.push(item);
      continue;
    }
    if (!isMap(item) || !Object.hasOwn(item, mergeKey))
      throw new Error(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`);
    const index = items.findIndex((one) => isMap(one) && one[mergeKey] === item[mergeKey]);
    if (index < 0) items.push(item);
    else items[index] = merge(items[index], item, type);
  }
  return items;
}

function kindOf(tree: Tree | undefined): string {
  const kind: Tree = isMap(tree) ? ((tree satisfies TreeMap).kind ?? null) : null;
  return typeof kind === 'string' ? kind.replace(/Patch$/, '') : '';
}
