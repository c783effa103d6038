// One Kubernetes resource of the stack: who it is, where it was written, and its raw tree.
import { child, isMap, type Path, type Tree } from './tree.ts';
import { textAt } from './typed.ts';

/** The text of one document, kept so that lines can be told when asked. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  /** Line of the file on which the text begins, from 1. */
  readonly firstLine: number;
}

export type Source =
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly document: SourceDocument;
      /** Where the resource stands in its document: empty, or `['items', 3]` of a List. */
      readonly prefix: Path;
    }
  | { readonly kind: 'urn'; readonly urn: string; readonly parents: readonly string[] };

export interface Resource {
  readonly apiVersion: string;
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly patch: boolean;
  /** Empty for kinds without a namespace; `default` when absent; `undefined` while not known. */
  readonly namespace: string | undefined;
  /** Where the name is not known yet, the logical name of the program. */
  readonly name: string;
  readonly nameKnown: boolean;
  readonly tree: Tree;
  readonly source: Source;
  /** Property → URNs that its value came from, where Pulumi says so; resources of other providers alone. */
  readonly cameFrom?: ReadonlyMap<string, readonly string[]>;
  /** What the provider answered, where that is known; resources of other providers alone. */
  readonly answer?: Answer;
}

export interface Answer {
  /** The provider's name for the resource; absent at preview. */
  readonly id?: string;
  readonly outputs: Tree;
}

/** Something of which the stack holds less than will run. */
export interface OpaqueThing {
  readonly what: string;
  /** Where a Helm release installs what names no namespace itself; absent where that is not known. */
  readonly namespace?: string;
  readonly reason: string;
  readonly source: Source;
}

const clusterKinds = new Set(
  (
    'Namespace Node PersistentVolume StorageClass ClusterRole ClusterRoleBinding CustomResourceDefinition ' +
    'PriorityClass RuntimeClass IngressClass CSIDriver CSINode VolumeAttachment APIService ' +
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ' +
    'ValidatingAdmissionPolicyBinding PodSecurityPolicy SecurityContextConstraints Project NetNamespace ' +
    'AdminNetworkPolicy BaselineAdminNetworkPolicy ClusterNetworkPolicy CiliumClusterwideNetworkPolicy ' +
    'GlobalNetworkPolicy GlobalNetworkSet HostSubnet ClusterNetwork EgressIP'
  ).split(' '),
);

/** Makes a resource of a tree that says its type itself; `undefined` when it is none. */
export function resourceOf(
  tree: Tree,
  source: Source,
  type?: { readonly apiVersion: string; readonly kind: string; readonly patch: boolean },
  logicalName = '',
): Resource | undefined {
  if (!isMap(tree) && type === undefined) return undefined;
  const ownVersion = isMap(tree) ? child(tree, 'apiVersion') : undefined;
  const ownKind = isMap(tree) ? child(tree, 'kind') : undefined;
  const apiVersion = type?.apiVersion ?? (typeof ownVersion === 'string' ? ownVersion : undefined);
  const kind = type?.kind ?? (typeof ownKind === 'string' ? ownKind : undefined);
  if (apiVersion === undefined || kind === undefined || apiVersion === '' || kind === '') return undefined;
  const name = textAt(tree, ['metadata', 'name']);
  const generated = textAt(tree, ['metadata', 'generateName']);
  const namespace = textAt(tree, ['metadata', 'namespace']);
  const knownName = name.kind === 'known' ? name.value : undefined;
  const stem = generated.kind === 'known' ? generated.value : undefined;
  return {
    apiVersion,
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    patch: type?.patch ?? false,
    namespace: clusterKinds.has(kind)
      ? ''
      : namespace.kind === 'known'
        ? namespace.value === undefined || namespace.value === ''
          ? 'default'
          : namespace.value
        : undefined,
    name: knownName ?? (logicalName === '' ? (stem ?? '') : logicalName),
    nameKnown: knownName !== undefined,
    tree,
    source,
  };
}

/** `argoproj.io/Application`: a kind of any version. */
export function typeName({ group, kind }: Resource): string {
  return group === '' ? kind : `${group}/${kind}`;
}

/** `Deployment default/web`, for messages. */
export function describeResource(resource: Resource): string {
  const space = resource.namespace === '' ? '' : `${resource.namespace ?? '(unknown)'}/`;
  return `${resource.kind}${resource.patch ? 'Patch' : ''} ${space}${resource.name}`;
}
