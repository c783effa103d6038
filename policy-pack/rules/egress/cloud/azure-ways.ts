// The public addresses that a subnet or a cluster of Azure's goes out with.
import { uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';

const azureAddresses = ['azure-native:network:PublicIPAddress', 'azure-native:network:PublicIPPrefix'];

/** By the subnet's NAT gateway, or by the addresses that a cluster's load balancer goes out with. */
export function azureWays(stack: Stack, resource: Resource): readonly Resource[] {
  const gateways = ['natGateway', 'subnets'].flatMap((property) =>
    uses(stack, resource, property, ['azure-native:network:NatGateway']),
  );
  return [
    ...gateways.flatMap((gateway) =>
      ['publicIpAddresses', 'publicIpPrefixes'].flatMap((property) =>
        uses(stack, gateway, property, azureAddresses),
      ),
    ),
    ...uses(stack, resource, 'networkProfile', azureAddresses),
  ];
}
