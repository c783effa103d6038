// The kinds of those API groups of Kubernetes that the gate judges: what another name stands for there is not known.

/** Group → its kinds. The core group also has those that OpenShift served there as `v1`. */
export const ownKinds: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    '':
      'Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume ' +
      'PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount ' +
      'BuildConfig ClusterNetwork ClusterRole ClusterRoleBinding DeploymentConfig Group HostSubnet Image ' +
      'ImageStream ImageStreamTag NetNamespace OAuthClient Project ProjectRequest Role RoleBinding Route ' +
      'SecurityContextConstraints Template User',
    apps: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    batch: 'CronJob Job',
    'networking.k8s.io': 'ClusterCIDR IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
    'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  }).map(([group, kinds]) => [group, new Set(kinds.split(' '))]),
);
