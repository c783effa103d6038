// Which network plug-in the cluster of a stack runs: what the policy says, else what the stack shows.
import type { NetworkPlugin } from '../../../data/network-plugins.ts';
import { pluginSigns } from '../../../data/network-plugins.ts';
import { foreignOfKind } from '../../../model/foreign.ts';
import type { Resource } from '../../../model/resource.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import type { TriState } from '../../../model/tree.ts';
import { booleanAt, itemsOf, textAt, textOr } from '../../../model/typed.ts';

export type Plugin =
  | { readonly kind: 'known'; readonly plugin: NetworkPlugin; readonly from: string }
  /** The cluster of the stack enforces no policies. */
  | {
      readonly kind: 'off';
      readonly resource: Resource;
      readonly path: readonly string[];
      readonly from: string;
    }
  | {
      readonly kind: 'unknown';
      readonly resource: Resource;
      readonly path: readonly string[];
      readonly dependsOn: readonly string[];
    }
  | { readonly kind: 'unseen' };

export function pluginOf(stack: Stack, named: NetworkPlugin | undefined): Plugin {
  if (named !== undefined) return { kind: 'known', plugin: named, from: 'stack.network.plugin' };
  const names = ofKind(stack, 'DaemonSet').flatMap((set) => [
    set.name,
    ...itemsOf(set.tree, ['spec', 'template', 'spec', 'containers']).map((one) =>
      (textOr(one, ['image']) ?? '').replace(/[:@].*$/, ''),
    ),
  ]);
  for (const [sign, plugin] of pluginSigns) {
    const shown = names.find((name) => sign.test(name));
    if (shown !== undefined) return { kind: 'known', plugin, from: shown };
  }
  return ofCluster(stack);
}

const azurePlugins = new Map<string, NetworkPlugin>([
  ['azure', 'azure-npm'],
  ['calico', 'calico'],
  ['cilium', 'cilium'],
]);
const aks = [
  'azure-native:containerservice:ManagedCluster',
  'azure:containerservice/kubernetesCluster:KubernetesCluster',
];

function ofCluster(stack: Stack): Plugin {
  for (const resource of foreignOfKind(stack, ...aks)) {
    const path = ['networkProfile', 'networkPolicy'];
    const found = textAt(resource.tree, path);
    if (found.kind !== 'known') return unknownAt(resource, path, found);
    if (found.value === undefined || found.value === 'none')
      return { kind: 'off', resource, path, from: 'the AKS cluster has no network policy' };
    const plugin = azurePlugins.get(found.value.toLowerCase());
    if (plugin !== undefined) return { kind: 'known', plugin, from: resource.name };
  }
  for (const resource of foreignOfKind(stack, 'gcp:container/cluster:Cluster')) {
    const provider = textAt(resource.tree, ['datapathProvider']);
    const enabled = booleanAt(resource.tree, ['networkPolicy', 'enabled']);
    const autopilot = booleanAt(resource.tree, ['enableAutopilot']);
    if (provider.kind !== 'known') return unknownAt(resource, ['datapathProvider'], provider);
    if (enabled.kind !== 'known') return unknownAt(resource, ['networkPolicy', 'enabled'], enabled);
    if (provider.value === 'ADVANCED_DATAPATH' || (autopilot.kind === 'known' && autopilot.value === true))
      return { kind: 'known', plugin: 'cilium', from: resource.name };
    if (enabled.value === true) return { kind: 'known', plugin: 'calico', from: resource.name };
    return {
      kind: 'off',
      resource,
      path: ['networkPolicy', 'enabled'],
      from: 'the GKE cluster enforces no network policy',
    };
  }
  return { kind: 'unseen' };
}

function unknownAt(resource: Resource, path: readonly string[], found: TriState<unknown>): Plugin {
  return { kind: 'unknown', resource, path, dependsOn: found.kind === 'unknown' ? found.dependsOn : [] };
}
