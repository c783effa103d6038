// Subnets, routes, gateways, security groups and databases of the clouds, joined at preview and in a state.
import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { of, type Part, stackOfCloud, type View, views } from './clouds.ts';

function judged(id: string, view: View, parts: readonly Part[]): readonly string[] {
  const asked = rules.filter((rule) => rule.id === id);
  const { findings, blind } = evaluate(stackOfCloud(view, parts), stackPolicy(new Map()), { rules: asked });
  return [
    ...findings.map(({ subject, message }) => `${short(subject)}: ${message}`),
    ...blind.map(({ subject }) => `${short(subject)}: unknown`),
  ].sort();
}

/** Last part of the type, and the name. */
function short(urn: string): string {
  const [, type = '', name = ''] = /::([^:]+(?::[^:]+)+)::([^:]+)$/.exec(urn) ?? [];
  return `${type.slice(type.lastIndexOf(':') + 1)} ${name}`;
}

const tcp = { protocol: 'tcp', fromPort: 5432, toPort: 5432 };
const openEgress = { egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }] };
const openTo = (name: string, whose: string): string =>
  `SecurityGroup ${name}: egress is open to the whole internet${whose}`;

const amazon = {
  group: (name: string, inputs: object): Part => ({
    name,
    type: 'aws:ec2/securityGroup:SecurityGroup',
    inputs: { vpcId: 'vpc-1', ...inputs },
    id: `sg-${name}`,
  }),
  subnet: (name: string): Part => ({
    name,
    type: 'aws:ec2/subnet:Subnet',
    inputs: { vpcId: 'vpc-1', cidrBlock: '10.0.1.0/24' },
    id: `subnet-${name}`,
  }),
  nodes: (subnet: string): Part => ({
    name: 'nodes',
    type: 'aws:eks/nodeGroup:NodeGroup',
    inputs: { clusterName: 'shop', nodeRoleArn: 'arn:aws:iam::1:role/n', subnetIds: [of(subnet)] },
    id: 'shop:nodes',
  }),
  service: (group: string): Part => ({
    name: 'web',
    type: 'aws:ecs/service:Service',
    inputs: { networkConfiguration: { subnets: [of('private')], securityGroups: [of(group)] } },
    id: 'arn:aws:ecs:eu-west-1:1:service/web',
  }),
  database: (...groups: readonly string[]): Part => ({
    name: 'store',
    type: 'aws:rds/instance:Instance',
    inputs: { engine: 'postgres', vpcSecurityGroupIds: groups.map((name) => of(name)) },
    id: 'db-1',
  }),
  address: (name: string, publicIp: string): Part => ({
    name,
    type: 'aws:ec2/eip:Eip',
    inputs: { domain: 'vpc' },
    id: `eipalloc-${name}`,
    outputs: { publicIp },
  }),
  gateway: (address: string): Part => ({
    name: 'nat',
    type: 'aws:ec2/natGateway:NatGateway',
    inputs: { allocationId: of(address), subnetId: 'subnet-public' },
    id: 'nat-1',
  }),
  internet: {
    name: 'igw',
    type: 'aws:ec2/internetGateway:InternetGateway',
    inputs: { vpcId: 'vpc-1' },
    id: 'igw-1',
  },
  table: (routes: readonly object[] = []): Part => ({
    name: 'table',
    type: 'aws:ec2/routeTable:RouteTable',
    inputs: { vpcId: 'vpc-1', routes },
    id: 'rtb-1',
  }),
  route: (name: string, inputs: object): Part => ({
    name,
    type: 'aws:ec2/route:Route',
    inputs: { routeTableId: of('table'), destinationCidrBlock: '0.0.0.0/0', ...inputs },
    id: `r-${name}`,
  }),
  association: (subnet: string): Part => ({
    name: `at-${subnet}`,
    type: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
    inputs: { subnetId: of(subnet), routeTableId: of('table') },
    id: `rtbassoc-${subnet}`,
  }),
};

const azure = {
  group: (name: string): Part => ({
    name,
    type: 'azure-native:network:NetworkSecurityGroup',
    inputs: {
      resourceGroupName: 'shop',
      securityRules: [{ direction: 'Outbound', access: 'Allow', destinationAddressPrefix: 'Internet' }],
    },
    id: `/subscriptions/1/resourceGroups/shop/providers/Microsoft.Network/networkSecurityGroups/${name}`,
    outputs: { name },
  }),
  subnet: (name: string, inputs: object): Part => ({
    name,
    type: 'azure-native:network/v20230501:Subnet',
    inputs: { resourceGroupName: 'shop', virtualNetworkName: 'net', addressPrefix: '10.0.1.0/24', ...inputs },
    id: `/subscriptions/1/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/net/subnets/${name}`,
  }),
  cluster: (subnet: string): Part => ({
    name: 'aks',
    type: 'azure-native:containerservice:ManagedCluster',
    inputs: { resourceGroupName: 'shop', agentPoolProfiles: [{ name: 'a', vnetSubnetID: of(subnet) }] },
    id: '/subscriptions/1/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/aks',
  }),
  address: (name: string, ipAddress: string): Part => ({
    name,
    type: 'azure-native:network:PublicIPAddress',
    inputs: { resourceGroupName: 'shop', publicIPAllocationMethod: 'Static' },
    id: `/subscriptions/1/resourceGroups/shop/providers/Microsoft.Network/publicIPAddresses/${name}`,
    outputs: { ipAddress },
  }),
  gateway: {
    name: 'nat',
    type: 'azure-native:network:NatGateway',
    inputs: { resourceGroupName: 'shop', publicIpAddresses: [{ id: of('out') }] },
    id: '/subscriptions/1/resourceGroups/shop/providers/Microsoft.Network/natGateways/nat',
  },
  rule: (from: string, to = from): Part => ({
    name: 'allow',
    type: 'azure-native:dbforpostgresql:FirewallRule',
    inputs: { resourceGroupName: 'shop', serverName: 'db', startIpAddress: from, endIpAddress: to },
    id: '/subscriptions/1/resourceGroups/shop/providers/Microsoft.DBforPostgreSQL/flexibleServers/db/firewallRules/a',
  }),
};

const azureFiles = {
  account: (inputs: object): Part => ({
    name: 'files',
    type: 'azure-native:storage:StorageAccount',
    inputs: { resourceGroupName: 'shop', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, ...inputs },
    id: '/subscriptions/1/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/filesa1b2',
    outputs: { name: 'filesa1b2' },
  }),
  share: {
    name: 'data',
    type: 'azure-native:storage:FileShare',
    inputs: { resourceGroupName: 'shop', accountName: of('files', 'name'), shareName: 'data' },
    id: '/subscriptions/1/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/filesa1b2/fileServices/default/shares/data',
  },
};

const google = {
  network: (name: string): Part => ({
    name,
    type: 'gcp:compute/network:Network',
    inputs: { autoCreateSubnetworks: false },
    id: `projects/p/global/networks/${name}-1a2b3c4`,
    outputs: {
      name: `${name}-1a2b3c4`,
      selfLink: `https://www.googleapis.com/compute/v1/projects/p/global/networks/${name}-1a2b3c4`,
    },
  }),
  subnetwork: (name: string, network: string): Part => ({
    name,
    type: 'gcp:compute/subnetwork:Subnetwork',
    inputs: { network: of(network), ipCidrRange: '10.0.0.0/16', region: 'europe-west1' },
    id: `projects/p/regions/europe-west1/subnetworks/${name}`,
    outputs: { name },
  }),
  cluster: (inputs: object = {}): Part => ({
    name: 'gke',
    type: 'gcp:container/cluster:Cluster',
    inputs: { network: of('net', 'name'), subnetwork: of('nodes', 'name'), ...inputs },
    id: 'projects/p/locations/europe-west1/clusters/gke',
  }),
  firewall: (network: string, inputs: object = {}): Part => ({
    name: 'out',
    type: 'gcp:compute/firewall:Firewall',
    inputs: {
      network: of(network, 'selfLink'),
      direction: 'EGRESS',
      allows: [{ protocol: 'all' }],
      destinationRanges: ['0.0.0.0/0'],
      ...inputs,
    },
    id: 'projects/p/global/firewalls/out',
  }),
  address: (name: string, address: string): Part => ({
    name,
    type: 'gcp:compute/address:Address',
    inputs: { region: 'europe-west1' },
    id: `projects/p/regions/europe-west1/addresses/${name}`,
    outputs: {
      address,
      selfLink: `https://www.googleapis.com/compute/v1/projects/p/regions/europe-west1/addresses/${name}`,
    },
  }),
  router: {
    name: 'router',
    type: 'gcp:compute/router:Router',
    inputs: { network: of('net'), region: 'europe-west1' },
    id: 'projects/p/regions/europe-west1/routers/router',
    outputs: { name: 'router' },
  },
  nat: {
    name: 'nat',
    type: 'gcp:compute/routerNat:RouterNat',
    inputs: {
      router: of('router', 'name'),
      region: 'europe-west1',
      natIpAllocateOption: 'MANUAL_ONLY',
      natIps: [of('out', 'selfLink')],
      sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
    },
    id: 'projects/p/regions/europe-west1/routers/router/nat',
  },
  database: (value: string): Part => ({
    name: 'db',
    type: 'gcp:sql/databaseInstance:DatabaseInstance',
    inputs: { settings: { tier: 'x', ipConfiguration: { authorizedNetworks: [{ name: 'k', value }] } } },
    id: 'db',
  }),
};
const googleBase = [google.network('net'), google.network('else'), google.subnetwork('nodes', 'net')];

describe.each(views)('%s: egress of security groups that is open to the internet', (view) => {
  const asked = (...parts: readonly Part[]) => judged('egress/security-group', view, parts);
  const everywhere = amazon.group('open', openEgress);

  test('of Amazon’s is named for the containers that it stands before', () => {
    expect(asked(everywhere, amazon.subnet('private'), amazon.service('open'))).toEqual([
      openTo('open', ', for Service web'),
    ]);
    const template: Part = {
      name: 'template',
      type: 'aws:ec2/launchTemplate:LaunchTemplate',
      inputs: { vpcSecurityGroupIds: [of('open')] },
      id: 'lt-1',
    };
    const { inputs, ...nodes } = amazon.nodes('private');
    const launched = {
      ...nodes,
      inputs: { ...inputs, launchTemplate: { id: of('template'), version: '1' } },
    };
    expect(asked(everywhere, amazon.subnet('private'), template, launched)).toEqual([
      openTo('open', ', for NodeGroup nodes'),
    ]);
  });

  test('of Amazon’s is left alone before a database, and named where nobody can tell', () => {
    expect(asked(everywhere, amazon.database('open'))).toEqual([]);
    expect(asked(everywhere)).toEqual([openTo('open', '')]);
    expect(
      asked(everywhere, amazon.database('open'), amazon.service('open'), amazon.subnet('private')),
    ).toEqual([openTo('open', ', for Service web')]);
  });

  test('of Amazon’s, by a rule beside its group', () => {
    const rule: Part = {
      name: 'rule',
      type: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
      inputs: { securityGroupId: of('closed'), ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' },
      id: 'sgr-1',
    };
    const closed = amazon.group('closed', {});
    expect(asked(rule, closed, amazon.database('closed'))).toEqual([]);
    expect(asked(rule, closed, amazon.subnet('private'), amazon.service('closed'))).toEqual([
      'SecurityGroupEgressRule rule: egress is open to the whole internet, for Service web',
    ]);
  });

  test('of Azure’s counts in the subnets of the nodes', () => {
    const guarded = (name: string) => azure.subnet(name, { networkSecurityGroup: { id: of('nsg') } });
    const bare = azure.subnet('nodes', {});
    expect(asked(azure.group('nsg'), guarded('nodes'), azure.cluster('nodes'))).toEqual([
      'NetworkSecurityGroup nsg: egress is open to the whole internet, for Subnet nodes',
    ]);
    expect(asked(azure.group('nsg'), guarded('jumphost'), bare, azure.cluster('nodes'))).toEqual([]);
    expect(asked(azure.group('nsg'), guarded('jumphost'))).toHaveLength(1);
    const rule: Part = {
      name: 'rule',
      type: 'azure-native:network:SecurityRule',
      inputs: {
        networkSecurityGroupName: of('nsg', 'name'),
        ...{ direction: 'Outbound', access: 'Allow', destinationAddressPrefix: '*' },
      },
      id: '/subscriptions/1/securityRules/rule',
    };
    const { inputs, ...group } = azure.group('nsg');
    const empty = { ...group, inputs: { ...inputs, securityRules: [] } };
    expect(asked(rule, empty, guarded('jumphost'), bare, azure.cluster('nodes'))).toEqual([]);
    expect(asked(rule, empty, guarded('nodes'), azure.cluster('nodes'))).toHaveLength(1);
  });

  test('of Google’s counts in the network, and for the tags, of the nodes', () => {
    const tagged = google.cluster({ nodeConfig: { tags: ['web'] } });
    expect(asked(...googleBase, google.cluster(), google.firewall('net'))).toEqual([
      'Firewall out: egress is open to the whole internet, for Network net',
    ]);
    expect(asked(...googleBase, google.cluster(), google.firewall('else'))).toEqual([]);
    const elsewhere = {
      ...google.cluster(),
      name: 'elsewhere',
      inputs: {},
      id: 'projects/p/locations/l/clusters/elsewhere',
    };
    expect(asked(...googleBase, google.cluster(), elsewhere, google.firewall('else'))).toHaveLength(1);
    expect(asked(...googleBase, tagged, google.firewall('net', { targetTags: ['web'] }))).toHaveLength(1);
    expect(asked(...googleBase, tagged, google.firewall('net', { targetTags: ['jumphost'] }))).toEqual([]);
    expect(asked(google.network('net'), google.firewall('net'))).toHaveLength(1);
  });
});

describe.each(views)('%s: a database admits the addresses that containers come from', (view) => {
  const asked = (...parts: readonly Part[]) => judged('egress/fixed-source', view, parts);
  const admits = (block: string) => amazon.group('db', { ingress: [{ ...tcp, cidrBlocks: [block] }] });
  const out = [amazon.address('out', '52.1.2.3'), amazon.gateway('out')];
  const placed = [amazon.subnet('private'), amazon.nodes('private'), amazon.association('private')];
  const through = [...out, amazon.table(), amazon.route('default', { natGatewayId: of('nat') }), ...placed];
  const jumphost = amazon.address('jumphost', '52.9.9.9');
  const known = view !== 'first preview';

  test('through Amazon’s NAT gateway', () => {
    expect(asked(admits('52.1.2.3/32'), ...through)).toEqual(known ? [] : ['SecurityGroup db: unknown']);
    expect(asked(admits('52.1.2.0/24'), ...through)).toEqual([
      'SecurityGroup db: the database admits 52.1.2.0-52.1.2.255: more than the cluster’s fixed addresses',
    ]);
    const inTable = amazon.table([{ cidrBlock: '0.0.0.0/0', natGatewayId: of('nat') }]);
    expect(asked(admits('52.1.2.0/24'), ...out, inTable, ...placed)).toHaveLength(1);
  });

  test('of Amazon’s other addresses none is the containers’', () => {
    const found = asked(admits('52.9.9.9/32'), jumphost, ...through);
    expect(found).toEqual([
      known
        ? 'SecurityGroup db: the database admits 52.9.9.9: more than the cluster’s fixed addresses'
        : 'SecurityGroup db: unknown',
    ]);
    // Where no subnet is joined with a gateway, any of them may be.
    if (known) expect(asked(admits('52.9.9.9/32'), jumphost, ...out)).toEqual([]);
  });

  test('on a port that no database is known by, before a database of the stack', () => {
    const group = amazon.group('db', {
      ingress: [{ ...tcp, fromPort: 6000, toPort: 6000, cidrBlocks: ['0.0.0.0/0'] }],
    });
    expect(asked(group, amazon.database('db'))).toEqual([
      'SecurityGroup db: the database admits every address',
    ]);
    expect(asked(group)).toEqual([]);
  });

  test('and not past the gateway', () => {
    const straight = [amazon.internet, amazon.route('straight', { gatewayId: of('igw') })];
    const found = asked(admits('52.1.2.3/32'), ...through, ...straight);
    expect(found).toContain(
      'Route straight: containers reach the internet past their NAT gateway, from addresses that are not fixed',
    );
    expect(asked(...through, ...straight)).toEqual([]);
  });

  test('through Azure’s NAT gateway', () => {
    const joined = [
      azure.address('out', '20.1.2.3'),
      azure.address('jumphost', '20.9.9.9'),
      azure.gateway,
      azure.subnet('nodes', { natGateway: { id: of('nat') } }),
      azure.cluster('nodes'),
    ];
    expect(asked(...joined, azure.rule('20.1.2.3'))).toHaveLength(known ? 0 : 1);
    expect(asked(...joined, azure.rule('20.9.9.9'))).toHaveLength(1);
    expect(asked(...joined, azure.rule('20.1.2.0', '20.1.2.255'))).toEqual([
      'FirewallRule allow: the database admits 20.1.2.0-20.1.2.255: more than the cluster’s fixed addresses',
    ]);
  });

  test('through Google’s NAT', () => {
    const joined = [
      ...googleBase,
      google.cluster(),
      google.router,
      google.nat,
      google.address('out', '34.1.2.3'),
      google.address('jumphost', '34.9.9.9'),
    ];
    expect(asked(...joined, google.database('34.1.2.3/32'))).toHaveLength(known ? 0 : 1);
    expect(asked(...joined, google.database('34.9.9.9/32'))).toHaveLength(1);
    expect(asked(...joined, google.database('34.1.2.0/24'))).toEqual([
      'DatabaseInstance db: the database admits 34.1.2.0-34.1.2.255: more than the cluster’s fixed addresses',
    ]);
  });

  test('of Google’s NATs only those for the nodes’ subnetwork, and of addresses only the one that is linked', () => {
    const { inputs, ...nat } = google.nat;
    const listing = (name: string): Part => ({
      ...nat,
      inputs: {
        ...inputs,
        sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
        subnetworks: [{ name: of(name, 'name'), sourceIpRangesToNats: ['ALL_IP_RANGES'] }],
      },
    });
    const elsewhere: Part = {
      ...google.address('twin', '34.7.7.7'),
      id: 'projects/p/regions/us-east1/addresses/out',
      outputs: {
        address: '34.7.7.7',
        name: 'out',
        selfLink: 'https://www.googleapis.com/compute/v1/us-east1/out',
      },
    };
    const base = [
      ...googleBase,
      google.subnetwork('others', 'net'),
      google.cluster(),
      google.router,
      google.address('out', '34.1.2.3'),
      elsewhere,
    ];
    const asking = (name: string) => asked(...base, listing(name), google.database('34.7.7.7/32'));
    if (!known) return;
    expect(asking('nodes')).toHaveLength(1);
    // A NAT for other subnetworks leads nobody of the containers: any address may be theirs.
    expect(asking('others')).toEqual([]);
  });

  test('of Google’s NAT the addresses of its rules are the containers’ too', () => {
    const { inputs, ...nat } = google.nat;
    const ruled: Part = {
      ...nat,
      inputs: {
        ...inputs,
        rules: [
          {
            ruleNumber: 100,
            match: "inIpRange(destination.ip, '198.51.100.0/24')",
            action: { sourceNatActiveIps: [of('partner', 'selfLink')] },
          },
        ],
      },
    };
    const base = [...googleBase, google.cluster(), google.router];
    const addresses = [google.address('out', '34.1.2.3'), google.address('partner', '34.5.6.7')];
    const found = asked(...base, ruled, ...addresses, google.database('34.5.6.7/32'));
    expect(found).toHaveLength(known ? 0 : 1);
    if (known)
      expect(asked(...base, google.nat, ...addresses, google.database('34.5.6.7/32'))).toHaveLength(1);
  });

  test('of a cluster whose nodes are in the stack, the subnets of its load balancers do not count', () => {
    const cluster: Part = {
      name: 'eks',
      type: 'aws:eks/cluster:Cluster',
      inputs: { roleArn: 'arn:aws:iam::1:role/c', vpcConfig: { subnetIds: [of('private'), of('public')] } },
      id: 'eks',
    };
    const table: Part = {
      ...amazon.table([{ cidrBlock: '0.0.0.0/0', gatewayId: of('igw') }]),
      name: 'open',
      id: 'rtb-2',
    };
    const association: Part = {
      ...amazon.association('public'),
      inputs: { subnetId: of('public'), routeTableId: of('open') },
    };
    const around = [amazon.internet, cluster, amazon.subnet('public'), table, association];
    const found = asked(admits('52.1.2.3/32'), ...through, ...around);
    expect(found.filter((line) => line.startsWith('RouteTable'))).toEqual([]);
    const nodes = amazon.nodes('public');
    expect(
      asked(admits('52.1.2.3/32'), ...through, ...around, { ...nodes, name: 'more', id: 'shop:more' }),
    ).toContain(
      'RouteTable open: containers reach the internet past their NAT gateway, from addresses that are not fixed',
    );
  });
});

describe.each(views)('%s: Azure’s file shares', (view) => {
  const asked = (...parts: readonly Part[]) => judged('storage/public', view, parts);
  const reached = ['StorageAccount files: every network reaches the file shares of the account'];

  test('are open where nothing keeps a network out of their account', () => {
    expect(asked(azureFiles.account({}), azureFiles.share)).toEqual(reached);
    const allowed = azureFiles.account({ networkRuleSet: { defaultAction: 'Allow' } });
    expect(asked(allowed, azureFiles.share)).toEqual(reached);
    const denied = azureFiles.account({ networkRuleSet: { defaultAction: 'Deny' } });
    expect(asked(denied, azureFiles.share)).toEqual([]);
  });

  test('make an account of theirs: one for blobs alone is left to its keys', () => {
    expect(asked(azureFiles.account({}))).toEqual([]);
  });
});
