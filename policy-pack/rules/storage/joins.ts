// Pods, their claims, and what stands behind them: a volume, a class, or something that the stack does not hold.

import { provisionerSources } from '../../data/access-modes.ts';
import type { Resource } from '../../model/resource.ts';
import { ofKind, type Stack } from '../../model/stack.ts';
import { isMap } from '../../model/tree.ts';
import type { Pod } from '../pod.ts';
import { inNamespace, kindByNamespace, namespaceUnseen } from '../same-namespace.ts';
import { entriesAt, flagAt, go, isSet, itemsAt, pathOf, type Spot, spotAt, textAt, Unseen } from '../spot.ts';

export interface Claim {
  /** The claim's own tree: `spec` lies below. `undefined`: the stack does not hold the claim. */
  readonly spot: Spot | undefined;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Each pod has a claim of its own. */
  readonly own: boolean;
}

export interface MountedClaim extends Claim {
  /** Name of the pod's volume. */
  readonly volume: string;
  /** Whether the pod asks for it read-only. */
  readonly readOnly: boolean;
  /** The pod's volume, or the workload's template of claims. */
  readonly place: Spot;
}

/** Claims that a pod mounts. Throws `Unseen`. */
export function claimsOf(pod: Pod, stack: Stack): readonly MountedClaim[] {
  const { namespace } = pod.resource;
  const mounted = itemsAt(pod.spec, 'volumes').flatMap((place): MountedClaim[] => {
    const volume = textAt(place, 'name') ?? '';
    const name = textAt(place, 'persistentVolumeClaim', 'claimName');
    const readOnly = flagAt(place, 'persistentVolumeClaim', 'readOnly') === true;
    if (name !== undefined) {
      const spot = claimNamed(stack, pod.resource, name);
      return [{ spot, name, namespace, own: false, volume, readOnly, place }];
    }
    if (!isSet(place, 'ephemeral', 'volumeClaimTemplate')) return [];
    const spot = go(place, 'ephemeral', 'volumeClaimTemplate');
    return [{ spot, name: volume, namespace, own: true, volume, readOnly: false, place }];
  });
  if (pod.resource.kind !== 'StatefulSet') return mounted;
  const own = itemsAt(spotAt(pod.resource.tree), 'spec', 'volumeClaimTemplates').map((spot): MountedClaim => {
    const name = textAt(spot, 'metadata', 'name') ?? '';
    return { spot, name, namespace, own: true, volume: name, readOnly: false, place: spot };
  });
  return [...mounted, ...own];
}

const claims = kindByNamespace('PersistentVolumeClaim');

/** Throws `Unseen` where a claim of that name is perhaps in another namespace. */
function claimNamed(stack: Stack, user: Resource, name: string): Spot | undefined {
  const { sure, perhaps } = inNamespace(claims(stack), user.namespace);
  const isNamed = (one: Resource): boolean => one.group === '' && one.name === name;
  const found = sure.find(isNamed);
  if (found !== undefined) return spotAt(found.tree);
  const doubtful = perhaps.find(isNamed);
  if (doubtful !== undefined) throw namespaceUnseen(user, doubtful);
  return undefined;
}

export type Backing =
  | {
      readonly kind: 'volume';
      readonly resource: Resource;
      readonly spot: Spot;
      readonly source: Source | undefined;
    }
  | {
      readonly kind: 'class';
      readonly resource: Resource;
      readonly spot: Spot;
      readonly source: Source | undefined;
    }
  /** Named or chosen by the cluster, and not in the stack. */
  | { readonly kind: 'elsewhere'; readonly what: string };

export interface Source {
  /** Key of the source in a volume's spec. */
  readonly field: string;
  /** CSI driver or flex driver; the provisioner of a class. */
  readonly driver: string | undefined;
  /** Of a class: what it asks its provisioner for. */
  readonly parameters?: Spot;
}

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const defaultAnnotation = 'storageclass.kubernetes.io/is-default-class';

/** What a claim is bound to, or will be. Throws `Unseen`. */
export function backingOf(stack: Stack, claim: Claim): Backing {
  if (claim.spot === undefined) return { kind: 'elsewhere', what: `claim ${claim.name}` };
  const { spot } = claim;
  const wanted = textAt(spot, 'spec', 'volumeName') ?? '';
  for (const resource of ofKind(stack, 'PersistentVolume', '')) {
    const volume = spotAt(resource.tree);
    const named = textAt(volume, 'spec', 'claimRef', 'name');
    const home = textAt(volume, 'spec', 'claimRef', 'namespace') ?? 'default';
    const isNamed = !claim.own && named === claim.name;
    if (wanted === '' && isNamed && claim.namespace === undefined)
      throw new Unseen(
        ['metadata', 'namespace'],
        `whether volume ${resource.name} is kept for it cannot be told`,
      );
    if (wanted === '' ? isNamed && home === claim.namespace : resource.name === wanted)
      return { kind: 'volume', resource, spot: volume, source: sourceOf(volume) };
  }
  if (wanted !== '') return { kind: 'elsewhere', what: `volume ${wanted}` };
  const name = className(spot);
  const classes = ofKind(stack, 'StorageClass', 'storage.k8s.io');
  const chosen = classes.find((one) =>
    name === undefined
      ? textAt(spotAt(one.tree), 'metadata', 'annotations', defaultAnnotation) === 'true'
      : one.name === name,
  );
  if (chosen === undefined || name === '')
    return {
      kind: 'elsewhere',
      what: name === undefined ? 'the default class' : `class ${name || '(none)'}`,
    };
  const spotOfClass = spotAt(chosen.tree);
  return { kind: 'class', resource: chosen, spot: spotOfClass, source: sourceOfClass(spotOfClass) };
}

/**
 * The class that a claim or volume names. The older annotation goes before the field, as in Kubernetes' own
 * `GetPersistentVolumeClaimClass` and `GetPersistentVolumeClass` (component-helpers/storage/volume/helpers.go).
 */
export function className(spot: Spot): string | undefined {
  return textAt(classPlace(spot));
}

/** Where a claim or volume names its class. */
export function classPlace(spot: Spot): Spot {
  const annotation = go(spot, 'metadata', 'annotations', classAnnotation);
  return isSet(annotation) ? annotation : go(spot, 'spec', 'storageClassName');
}

const notSources = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

/** The one source of a volume's spec; `undefined` when it has none. Throws `Unseen`. */
export function sourceOf(volume: Spot): Source | undefined {
  const found = entriesAt(volume, 'spec').find(([key, value]) => !notSources.has(key) && isSet(value));
  if (found === undefined) return undefined;
  const [field, value] = found;
  const hasDriver = field === 'csi' || field === 'flexVolume';
  return { field, driver: hasDriver ? textAt(value, 'driver') : undefined };
}

export function sourceOfClass(spot: Spot): Source | undefined {
  const provisioner = textAt(spot, 'provisioner');
  if (provisioner === undefined || provisioner === 'kubernetes.io/no-provisioner') return undefined;
  const field = provisionerSources.get(provisioner);
  return field === undefined
    ? { field: 'csi', driver: provisioner, parameters: go(spot, 'parameters') }
    : { field, driver: undefined };
}

/** The key of a mapping that is `name` but for its case; `name` itself where there is none. Throws `Unseen` at several. */
export function inAnyCase(map: Spot, name: string): string {
  const keys = isMap(map.tree) ? Object.keys(map.tree) : [];
  const [first, ...others] = keys.filter((key) => key.toLowerCase() === name.toLowerCase());
  if (others.length > 0)
    throw new Unseen(pathOf(map), `${name} stands there ${others.length + 1} times, in different cases`);
  return first ?? name;
}

/** Driver names may carry a prefix of the operator: `openshift-storage.rbd.csi.ceph.com`. */
export function plainDriver(driver: string): string {
  return /(?:^|\.)((?:rbd|cephfs|nfs)\.csi\.ceph\.com)$/.exec(driver)?.[1] ?? driver;
}
