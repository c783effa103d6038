import { describe, expect, test } from '@jest/globals';
import type { Protocol } from '../../../policy-pack/reach/connections.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { stackOf } from './stacks.ts';

/** The vendor's words, each with its address; every row below names the one it rests on. */
const words = {
  default: {
    url: 'https://docs.okd.io/latest/rest_api/network_apis/egressfirewall-k8s-ovn-org-v1.html',
    sentence:
      'If no rule matches (or no EgressFirewall is present) then the traffic will be allowed by default.',
  },
  outside: {
    url: 'https://docs.okd.io/latest/rest_api/network_apis/egressfirewall-k8s-ovn-org-v1.html',
    sentence:
      'Traffic from a pod to an IP address outside the cluster will be checked against each EgressFirewallRule in the pod’s namespace’s EgressFirewall, in order.',
  },
  order: {
    url: 'https://github.com/openshift/openshift-docs/blob/00f0dd67b8ddcee399e13ca84eb8b9c28365c57d/modules/nw-egressnetworkpolicy-about.adoc',
    sentence: 'The first rule that matches an egress connection from a pod applies.',
  },
  criteria: {
    url: 'https://github.com/openshift/openshift-docs/blob/00f0dd67b8ddcee399e13ca84eb8b9c28365c57d/modules/nw-egressnetworkpolicy-about.adoc',
    sentence:
      'The egress firewall matches network traffic that meets any of the following criteria: … A protocol that is one of the following protocols: TCP, UDP, and SCTP',
  },
  names: {
    url: 'https://github.com/openshift/openshift-docs/blob/00f0dd67b8ddcee399e13ca84eb8b9c28365c57d/modules/nw-egressnetworkpolicy-about.adoc',
    sentence:
      'If the IP addresses for a hostname differ, the egress firewall might not be enforced consistently.',
  },
  one: {
    url: 'https://github.com/openshift/openshift-docs/blob/00f0dd67b8ddcee399e13ca84eb8b9c28365c57d/modules/nw-egressnetworkpolicy-about.adoc',
    sentence:
      'Violating any of these restrictions results in a broken egress firewall for the project, and might cause all external network traffic to be dropped.',
  },
  shared: {
    url: 'https://github.com/openshift/openshift-docs/blob/00f0dd67b8ddcee399e13ca84eb8b9c28365c57d/modules/nw-egressnetworkpolicy-about.adoc',
    sentence: 'Global projects cannot use an egress firewall.',
  },
  type: {
    url: 'https://github.com/openshift/openshift-docs/blob/09ca1af044b96c296c2015d4c92c01d0bd543bed/modules/nw-egressnetworkpolicy-object.adoc',
    sentence:
      'A rule is either an `Allow` rule or a `Deny` rule, with a specification for the traffic that the rule applies to.',
  },
  fields: {
    url: 'https://github.com/openshift/openshift-docs/blob/09ca1af044b96c296c2015d4c92c01d0bd543bed/modules/nw-egressnetworkpolicy-object.adoc',
    sentence: 'You cannot use both fields in the same rule.',
  },
} as const;

const to = (type: string, target: string, ports = ''): string =>
  `{type: ${type}, to: {${target}}${ports === '' ? '' : `, ports: [${ports}]`}}`;
const cidr = (type: string, block: string, ports = ''): string => to(type, `cidrSelector: "${block}"`, ports);
const denyAll = cidr('Deny', '0.0.0.0/0');
const ovn = (rules: string, name = 'default'): string =>
  `apiVersion: k8s.ovn.org/v1\nkind: EgressFirewall\nmetadata: {name: ${name}, namespace: shop}\nspec: {egress: [${rules}]}`;
const sdn = (rules: string, namespace = 'shop'): string =>
  `apiVersion: network.openshift.io/v1\nkind: EgressNetworkPolicy\nmetadata: {name: any, namespace: ${namespace}}\nspec: {egress: [${rules}]}`;
const inSpace = (name: string, namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {containers: [{name: m, image: app:1}]}`;
const pods = [
  inSpace('web', 'shop'),
  inSpace('api', 'shop'),
  inSpace('other', 'bank'),
  inSpace('first', 'default'),
];

type Row = readonly [
  keyof typeof words,
  string,
  from: string,
  to: string,
  number,
  Protocol,
  'allowed' | 'denied' | 'unknown',
];
const port443 = '{protocol: TCP, port: 443}';

const rows = (make: (rules: string) => string): Row[] => [
  ['default', make(''), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['default', make(cidr('Deny', '10.0.0.0/8')), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['default', make(cidr('Allow', '10.0.0.0/8')), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['outside', make(denyAll), 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  ['outside', make(denyAll), 'web', '255.255.255.255', 53, 'UDP', 'denied'],
  ['outside', make(denyAll), 'web', '0.0.0.0', 9, 'SCTP', 'denied'],
  ['outside', make(denyAll), 'web', 'api', 80, 'TCP', 'allowed'],
  ['outside', make(denyAll), 'web', 'bank/other', 80, 'TCP', 'allowed'],
  ['outside', make(denyAll), 'bank/other', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['outside', make(denyAll), '1.2.3.4', 'web', 80, 'TCP', 'allowed'],
  ['order', make(`${cidr('Allow', '1.2.3.0/24')}, ${denyAll}`), 'web', '1.2.3.255', 80, 'TCP', 'allowed'],
  ['order', make(`${cidr('Allow', '1.2.3.0/24')}, ${denyAll}`), 'web', '1.2.4.0', 80, 'TCP', 'denied'],
  ['order', make(`${denyAll}, ${cidr('Allow', '1.2.3.0/24')}`), 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  [
    'order',
    make(`${cidr('Deny', '1.2.3.4/32')}, ${cidr('Allow', '1.2.3.0/24')}, ${denyAll}`),
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'denied',
  ],
  [
    'order',
    make(`${cidr('Deny', '1.2.3.4/32')}, ${cidr('Allow', '1.2.3.0/24')}, ${denyAll}`),
    'web',
    '1.2.3.5',
    80,
    'TCP',
    'allowed',
  ],
  ['names', make(`${to('Allow', 'dnsName: a.example')}, ${denyAll}`), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['names', make(to('Deny', 'dnsName: a.example')), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  [
    'names',
    make(`${cidr('Allow', '1.2.3.0/24')}, ${to('Deny', 'dnsName: a.example')}`),
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'allowed',
  ],
  ['names', make(to('Deny', 'dnsName: a.example')), 'web', 'api', 80, 'TCP', 'allowed'],
  ['names', make(to('Allow', 'dnsName: a.example')), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['names', make(`${to('Deny', 'dnsName: a.example')}, ${denyAll}`), 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  ['type', make(`${cidr('Block', '0.0.0.0/0')}, ${denyAll}`), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['type', make(cidr('Block', '0.0.0.0/0')), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['type', make(cidr('Deny', 'nonsense')), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  [
    'fields',
    make(to('Deny', 'cidrSelector: 1.2.3.0/24, dnsName: a.example')),
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'unknown',
  ],
  ['fields', make(to('Deny', '')), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
];

const ovnOnly: Row[] = [
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', port443)), 'web', '1.2.3.4', 443, 'TCP', 'denied'],
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', port443)), 'web', '1.2.3.4', 443, 'UDP', 'allowed'],
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', port443)), 'web', '1.2.3.4', 444, 'TCP', 'allowed'],
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', '{protocol: SCTP}')), 'web', '1.2.3.4', 1, 'SCTP', 'denied'],
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', '{protocol: SCTP}')), 'web', '1.2.3.4', 1, 'TCP', 'allowed'],
  [
    'criteria',
    ovn(`${cidr('Allow', '1.2.3.0/24', port443)}, ${denyAll}`),
    'web',
    '1.2.3.4',
    443,
    'TCP',
    'allowed',
  ],
  [
    'criteria',
    ovn(`${cidr('Allow', '1.2.3.0/24', port443)}, ${denyAll}`),
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'denied',
  ],
  [
    'criteria',
    ovn(`${cidr('Allow', '1.2.3.0/24', `${port443}, {protocol: UDP, port: 53}`)}, ${denyAll}`),
    'web',
    '1.2.3.4',
    53,
    'UDP',
    'allowed',
  ],
  ['criteria', ovn(cidr('Deny', '0.0.0.0/0', '{protocol: ICMP}')), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['names', ovn(to('Deny', 'dnsName: a.example', port443)), 'web', '1.2.3.4', 443, 'TCP', 'unknown'],
  ['names', ovn(to('Deny', 'dnsName: a.example', port443)), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['one', ovn(Array(8000).fill(cidr('Allow', '1.2.3.4/32')).join()), 'web', '1.2.3.4', 80, 'TCP', 'allowed'],
  ['one', ovn(Array(8001).fill(cidr('Allow', '1.2.3.4/32')).join()), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  [
    'one',
    `${ovn(cidr('Allow', '0.0.0.0/0'))}\n---\n${ovn(cidr('Allow', '0.0.0.0/0'), 'second')}`,
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'unknown',
  ],
  [
    'one',
    `${ovn(cidr('Allow', '0.0.0.0/0'))}\n---\n${ovn(cidr('Allow', '0.0.0.0/0'), 'second')}`,
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'outside',
    `${ovn(denyAll)}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 1.2.3.0/24}}]}]}`,
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'denied',
  ],
  [
    'outside',
    `${ovn(cidr('Allow', '0.0.0.0/0'))}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress]}`,
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'denied',
  ],
  [
    'outside',
    `${ovn(denyAll)}\n---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: net}\nspec: {priority: 1, subject: {namespaces: {}}, egress: [{action: Allow, to: [{networks: [1.2.3.0/24]}]}]}`,
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'unknown',
  ],
];

const project = (name: string, id: number): string =>
  `apiVersion: network.openshift.io/v1\nkind: NetNamespace\nmetadata: {name: ${name}}\nnetname: ${name}\nnetid: ${id}`;
const beside = (...projects: string[]): string => [sdn(denyAll), ...projects].join('\n---\n');

const sdnOnly: Row[] = [
  ['shared', beside(project('shop', 0)), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['shared', beside(project('shop', 7), project('bank', 7)), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['shared', beside(project('shop', 7), project('bank', 8)), 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  ['one', sdn(denyAll, 'default'), 'default/first', '1.2.3.4', 80, 'TCP', 'unknown'],
  ['one', sdn(denyAll, 'default'), 'default/first', 'web', 80, 'TCP', 'allowed'],
  ['one', sdn(Array(1000).fill(cidr('Deny', '1.2.3.4/32')).join()), 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  ['one', sdn(Array(1001).fill(cidr('Deny', '1.2.3.4/32')).join()), 'web', '1.2.3.4', 80, 'TCP', 'unknown'],
  [
    'one',
    `${sdn(denyAll)}\n---\n${sdn(denyAll).replace('any', 'more')}`,
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'unknown',
  ],
];

function check([, policies, from, target, port, protocol, expected]: Row): void {
  const reach = reachability(stackOf(...pods, policies));
  const answer = why(reach, from, target, port, protocol);
  const source = reach.sources.find((peer) => peer.name === answer.source);
  const destination = reach.destinations.find((peer) => peer.name === answer.destination);
  if (source === undefined || destination === undefined) throw new Error('no such peer');
  const decision = reach.between(source, destination);
  const sure = reach.table.has(decision.sure, protocol, port);
  const perhaps = reach.table.has(decision.perhaps, protocol, port);
  expect(answer.word).toBe(expected);
  expect(sure ? 'allowed' : perhaps ? 'unknown' : 'denied').toBe(expected);
}

test('there are as many rows as promised', () => {
  expect(rows((rules) => ovn(rules)).length + ovnOnly.length).toBeGreaterThanOrEqual(40);
});

describe.each([
  ['EgressFirewall', [...rows((rules) => ovn(rules)), ...ovnOnly]],
  ['EgressNetworkPolicy', [...rows((rules) => sdn(rules)), ...sdnOnly]],
])('%s', (_, table) => {
  test.each(table.map((row, index) => [index + 1, `${words[row[0]].sentence.slice(0, 60)}…`, row] as const))(
    'row %d: %s',
    (_index, _words, row) => {
      check(row);
    },
  );
});
