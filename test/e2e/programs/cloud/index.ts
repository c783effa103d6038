// Containers behind a NAT gateway of AWS, and a database that admits it and a bastion besides.
import * as pulumi from '@pulumi/pulumi';

class Resource extends pulumi.CustomResource {
  declare readonly publicIp: pulumi.Output<string>;
}

const make = (type: string, name: string, inputs: pulumi.Inputs): Resource =>
  new Resource(type, name, inputs);
const address = (name: string): Resource =>
  make('aws:ec2/eip:Eip', name, { domain: 'vpc', publicIp: undefined });

const everywhere = [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }];
const subnet = make('aws:ec2/subnet:Subnet', 'private', { vpcId: 'vpc-1', cidrBlock: '10.0.1.0/24' });
const out = address('out');
const bastion = address('bastion');
const gateway = make('aws:ec2/natGateway:NatGateway', 'nat', { allocationId: out.id, subnetId: 'subnet-9' });
const table = make('aws:ec2/routeTable:RouteTable', 'table', {
  vpcId: 'vpc-1',
  routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: gateway.id }],
});
make('aws:ec2/routeTableAssociation:RouteTableAssociation', 'association', {
  subnetId: subnet.id,
  routeTableId: table.id,
});
const group = make('aws:ec2/securityGroup:SecurityGroup', 'containers', {
  vpcId: 'vpc-1',
  egress: everywhere,
});
make('aws:ecs/service:Service', 'web', {
  networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id] },
});
const before = make('aws:ec2/securityGroup:SecurityGroup', 'before-db', {
  vpcId: 'vpc-1',
  egress: everywhere,
  ingress: [out, bastion].map((one) => ({
    protocol: 'tcp',
    fromPort: 6000,
    toPort: 6000,
    cidrBlocks: [pulumi.interpolate`${one.publicIp}/32`],
  })),
});
make('aws:rds/instance:Instance', 'db', { engine: 'postgres', vpcSecurityGroupIds: [before.id] });
