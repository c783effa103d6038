// What each network plug-in enforces of the policies, as its documentation says.
// As of 2026-11.

export const networkPlugins = [
  'antrea',
  'aws-vpc-cni',
  'azure-npm',
  'calico',
  'cilium',
  'flannel',
  'kindnet',
  'kube-router',
  'openshift-sdn',
  'ovn-kubernetes',
  'weave',
] as const;
export type NetworkPlugin = (typeof networkPlugins)[number];

export interface PluginFacts {
  /** Kinds with their group that it enforces. */
  readonly enforces: ReadonlySet<string>;
  /** Fields of NetworkPolicy that it does not enforce. */
  readonly without: readonly ('endPort' | 'SCTP' | 'IPv6')[];
  readonly source: string;
}

const standard = 'networking.k8s.io/NetworkPolicy';
const admin = [
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
];
const clusterwide = 'policy.networking.k8s.io/ClusterNetworkPolicy';

function facts(
  source: string,
  enforces: readonly string[],
  without: PluginFacts['without'] = [],
): PluginFacts {
  return { source, enforces: new Set(enforces), without };
}

export const pluginFacts: Readonly<Record<NetworkPlugin, PluginFacts>> = {
  antrea: facts('https://antrea.io/docs/main/docs/antrea-network-policy/', [
    standard,
    ...admin,
    'crd.antrea.io/NetworkPolicy',
    'crd.antrea.io/ClusterNetworkPolicy',
  ]),
  'aws-vpc-cni': facts('https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html', [
    standard,
    clusterwide,
  ]),
  'azure-npm': facts(
    'https://learn.microsoft.com/azure/aks/use-network-policies',
    [standard],
    ['SCTP', 'IPv6'],
  ),
  calico: facts('https://docs.tigera.io/calico/latest/reference/resources/networkpolicy', [
    standard,
    ...admin,
    clusterwide,
    'projectcalico.org/NetworkPolicy',
    'projectcalico.org/GlobalNetworkPolicy',
    'crd.projectcalico.org/NetworkPolicy',
    'crd.projectcalico.org/GlobalNetworkPolicy',
  ]),
  cilium: facts('https://docs.cilium.io/en/stable/network/kubernetes/policy/', [
    standard,
    clusterwide,
    'cilium.io/CiliumNetworkPolicy',
    'cilium.io/CiliumClusterwideNetworkPolicy',
  ]),
  flannel: facts('https://github.com/flannel-io/flannel/blob/master/Documentation/netpol.md', []),
  kindnet: facts('https://kindnet.es/docs/user/network-policies/', [standard, ...admin]),
  'kube-router': facts('https://www.kube-router.io/docs/user-guide/', [standard]),
  'openshift-sdn': facts(
    'https://docs.openshift.com/container-platform/4.14/networking/openshift_sdn/about-openshift-sdn.html',
    [standard, 'network.openshift.io/EgressNetworkPolicy', 'network.openshift.io/NetNamespace'],
    ['IPv6'],
  ),
  'ovn-kubernetes': facts('https://ovn-kubernetes.io/features/network-security-controls/', [
    standard,
    ...admin,
    'k8s.ovn.org/EgressFirewall',
  ]),
  weave: facts('https://github.com/weaveworks/weave/blob/master/site/kubernetes/kube-addon.md', [standard]),
};

/** Names by which a plug-in's own workload or image is known. */
export const pluginSigns: readonly (readonly [RegExp, NetworkPlugin])[] = [
  [/(^|\/)antrea-agent/, 'antrea'],
  [/(^|\/)(aws-node$|aws-network-policy-agent|amazon-k8s-cni)/, 'aws-vpc-cni'],
  [/(^|\/)azure-npm/, 'azure-npm'],
  [/(^|\/)(calico-node|canal$)|(^|\/)calico\/node/, 'calico'],
  [/(^|\/)cilium(?:-agent)?$|cilium\/cilium$/, 'cilium'],
  [/(^|\/)kindnet(d)?/, 'kindnet'],
  [/(^|\/)kube-router/, 'kube-router'],
  [/(^|\/)ovnkube(-node)?/, 'ovn-kubernetes'],
  [/(^|\/)weave-(net|npc|kube)/, 'weave'],
  [/(^|\/)(kube-flannel|flannel)/, 'flannel'],
];
