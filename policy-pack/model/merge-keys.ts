// By which field of its items Kubernetes merges a list, taken from the list's name and from what it stands in.
import type { Path } from './tree.ts';

export interface MergeKeys {
  /** What a strategic merge patch names an item by («x-kubernetes-patch-merge-key»). */
  readonly key: string;
  /** What else tells items apart («x-kubernetes-list-map-keys»), and its value where none is written. */
  readonly also?: { readonly key: string; readonly otherwise?: string };
}

interface MergedList extends MergeKeys {
  /** The nearest field above the list; '' is the resource itself. */
  readonly inside: readonly string[];
}

const containers = ['containers', 'initContainers', 'ephemeralContainers'];
const protocol = { key: 'protocol', otherwise: 'TCP' };
const named: readonly MergedList[] = [{ key: 'name', inside: ['spec'] }];

/** Source: the OpenAPI of Kubernetes 1.34, without what stands in a status. Every other list is replaced as a whole. */
const lists: ReadonlyMap<string, readonly MergedList[]> = new Map<string, readonly MergedList[]>([
  ...containers.map((list) => [list, named] as const),
  ['volumes', named],
  ['imagePullSecrets', named],
  ['resourceClaims', named],
  ['schedulingGates', named],
  ['hostAliases', [{ key: 'ip', inside: ['spec'] }]],
  [
    'topologySpreadConstraints',
    [{ key: 'topologyKey', also: { key: 'whenUnsatisfiable' }, inside: ['spec'] }],
  ],
  ['env', [{ key: 'name', inside: containers }]],
  ['volumeMounts', [{ key: 'mountPath', inside: containers }]],
  ['volumeDevices', [{ key: 'devicePath', inside: containers }]],
  [
    'ports',
    [
      { key: 'containerPort', also: protocol, inside: containers },
      { key: 'port', also: protocol, inside: ['spec'] },
    ],
  ],
  ['secrets', [{ key: 'name', inside: [''] }]],
  ['ownerReferences', [{ key: 'uid', inside: ['metadata'] }]],
  ['webhooks', [{ key: 'name', inside: [''] }]],
  ['matchConditions', [{ key: 'name', inside: ['spec', 'webhooks'] }]],
  ['variables', named],
  ['drivers', named],
]);

/** `list`: the path of the list from the root of the resource. `undefined`: the API merges no items of it. */
export function mergeKeysOf(list: Path): MergeKeys | undefined {
  const field = list.at(-1);
  if (typeof field !== 'string') return undefined;
  const above = list.slice(0, -1).findLast((step) => typeof step === 'string') ?? '';
  return lists.get(field)?.find(({ inside }) => inside.includes(above));
}
