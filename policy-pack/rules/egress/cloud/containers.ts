// Where the stack's containers run in the clouds: what runs them, and in which subnets.
import { foreignOfKind } from '../../../model/foreign.ts';
import { uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { perStack } from '../../per-stack.ts';

export const subnetKinds = [
  'aws:ec2/subnet:Subnet',
  'aws:ec2/defaultSubnet:DefaultSubnet',
  'azure-native:network:Subnet',
  // Its subnets may stand in it.
  'azure-native:network:VirtualNetwork',
  'gcp:compute/subnetwork:Subnetwork',
];

/** What runs containers, and the properties in which it names its subnets. */
const runnerSubnets: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws:eks/cluster:Cluster', ['vpcConfig']],
  ['aws:eks/nodeGroup:NodeGroup', ['subnetIds']],
  ['aws:eks/fargateProfile:FargateProfile', ['subnetIds']],
  ['aws:ecs/service:Service', ['networkConfiguration']],
  ['aws:ecs/taskSet:TaskSet', ['networkConfiguration']],
  ['aws:apprunner/vpcConnector:VpcConnector', ['subnets']],
  ['azure-native:containerservice:ManagedCluster', ['agentPoolProfiles']],
  ['azure-native:containerservice:AgentPool', ['vnetSubnetID', 'podSubnetID']],
  ['azure-native:app:ManagedEnvironment', ['vnetConfiguration']],
  ['azure-native:containerinstance:ContainerGroup', ['subnetIds']],
  ['gcp:container/cluster:Cluster', ['subnetwork']],
  ['gcp:cloudrunv2/service:Service', ['template']],
  ['gcp:cloudrunv2/job:Job', ['template']],
]);

const nodesOfEks = ['aws:eks/nodeGroup:NodeGroup', 'aws:eks/fargateProfile:FargateProfile'];

export interface Containers {
  readonly runners: readonly Resource[];
  readonly subnets: ReadonlySet<Resource>;
  /** Whether the subnets of every runner are in the stack. */
  readonly complete: boolean;
}

/** Before whom a security group or firewall stands. */
export type Standing =
  | { readonly kind: 'containers'; readonly whose: string }
  | { readonly kind: 'others' }
  /** Nothing in the stack names it: it may stand before nodes that are made elsewhere. */
  | { readonly kind: 'untold' };

export const containersOf: (stack: Stack) => Containers = perStack((stack) => {
  const runners = foreignOfKind(stack, ...runnerSubnets.keys());
  // Of a cluster whose nodes are in the stack, the subnets of the nodes count: its own hold load balancers too.
  const placed = foreignOfKind(stack, ...nodesOfEks).length > 0;
  const placing = runners.filter(({ kind }) => !(placed && kind === 'aws:eks/cluster:Cluster'));
  const found = placing.map((runner) =>
    (runnerSubnets.get(runner.kind) ?? []).flatMap((property) => uses(stack, runner, property, subnetKinds)),
  );
  return {
    runners,
    subnets: new Set(found.flat()),
    complete: found.every((subnets) => subnets.length > 0),
  };
});
