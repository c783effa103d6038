// Data: roles that every cluster has of its own, and what those give with which a cluster could be taken over.
// From the API server's bootstrap policy (kubernetes/kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy).

export interface OwnRole {
  /** A Role stands in kube-system. */
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  /** Absent: nothing of that kind. */
  readonly gives?: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Label of the roles whose rules it gathers. */
  readonly gathers?: string;
}

const runs = 'can run pods under every account';
const readsSecrets = 'can read every Secret';

function label(who: string): string {
  return `rbac.authorization.k8s.io/aggregate-to-${who}`;
}

function own(name: string, gives?: string, extra: readonly string[] = [], gathers?: string): OwnRole {
  const labels = new Map(['kubernetes.io/bootstrapping', ...extra].map((key) => [key, 'true']));
  labels.set('kubernetes.io/bootstrapping', 'rbac-defaults');
  return {
    kind: 'ClusterRole',
    name,
    labels,
    ...(gives !== undefined && { gives }),
    ...(gathers !== undefined && { gathers }),
  };
}

/**
 * What is not among them is not known, however its name begins: `system:controller:*` differs between versions, and
 * roles about certificates count by who signs.
 */
export const ownRoles: readonly OwnRole[] = [
  own('cluster-admin', 'can do everything'),
  own('admin', runs, [], label('admin')),
  own('edit', runs, [label('admin')], label('edit')),
  own('view', undefined, [label('edit')], label('view')),
  own('system:aggregate-to-edit', runs, [label('edit')]),
  own('system:aggregate-to-view', undefined, [label('view')]),
  own('system:kube-controller-manager', 'can make tokens of any account'),
  own('system:kubelet-api-admin', 'can use the kubelets'),
  own('system:node', readsSecrets),
  own('system:persistent-volume-provisioner', 'can mount files of the hosts'),
  ...[
    'system:auth-delegator',
    'system:basic-user',
    'system:discovery',
    'system:heapster',
    'system:kube-aggregator',
    'system:kube-dns',
    'system:kube-scheduler',
    'system:monitoring',
    'system:node-bootstrapper',
    'system:node-problem-detector',
    'system:node-proxier',
    'system:public-info-viewer',
    'system:service-account-issuer-discovery',
    'system:volume-scheduler',
  ].map((name) => own(name)),
  ...[
    'extension-apiserver-authentication-reader',
    'system::leader-locking-kube-controller-manager',
    'system::leader-locking-kube-scheduler',
    'system:controller:cloud-provider',
  ].map((name): OwnRole => ({ ...own(name), kind: 'Role' })),
  ...['system:controller:bootstrap-signer', 'system:controller:token-cleaner'].map(
    (name): OwnRole => ({ ...own(name, 'can read the Secrets of kube-system'), kind: 'Role' }),
  ),
];
