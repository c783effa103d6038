// Where Amazon's subnets lead: by their route tables to NAT gateways and straight to the internet.
import { usersOf, uses } from '../../../model/references.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';

/** Of a NAT gateway. */
export function elasticAddresses(stack: Stack, gateway: Resource): readonly Resource[] {
  return ['allocationId', 'secondaryAllocationIds'].flatMap((property) =>
    uses(stack, gateway, property, ['aws:ec2/eip:Eip']),
  );
}

/** By the route table that is associated with the subnet; routes stand in it or beside it. */
export function routesOf(
  stack: Stack,
  subnet: Resource,
): readonly { readonly gateways: readonly Resource[]; readonly straight: readonly Resource[] }[] {
  const associations = usersOf(stack, subnet).filter(
    ({ user }) => user.kind === 'aws:ec2/routeTableAssociation:RouteTableAssociation',
  );
  const tables = associations.flatMap(({ user }) =>
    uses(stack, user, 'routeTableId', [
      'aws:ec2/routeTable:RouteTable',
      'aws:ec2/defaultRouteTable:DefaultRouteTable',
    ]),
  );
  return tables.flatMap((table) => {
    const beside = usersOf(stack, table)
      .map(({ user }) => user)
      .filter(({ kind }) => kind === 'aws:ec2/route:Route');
    const leading = (resource: Resource, properties: readonly string[]) => {
      const to = (kind: string): readonly Resource[] =>
        properties.flatMap((property) => uses(stack, resource, property, [kind]));
      const isStraight = to('aws:ec2/internetGateway:InternetGateway').length > 0;
      return { gateways: to('aws:ec2/natGateway:NatGateway'), straight: isStraight ? [resource] : [] };
    };
    return [leading(table, ['routes']), ...beside.map((one) => leading(one, ['natGatewayId', 'gatewayId']))];
  });
}
