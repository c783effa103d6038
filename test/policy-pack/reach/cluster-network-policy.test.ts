// ClusterNetworkPolicy (v1alpha2): every row rests on a sentence of the API's documentation.
import { describe, expect, test } from '@jest/globals';
import type { Protocol } from '../../../policy-pack/reach/connections.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { stackOf } from './stacks.ts';

const overview = 'https://network-policy-api.sigs.k8s.io/api-overview/';
const types =
  'https://github.com/kubernetes-sigs/network-policy-api/blob/cec862a4c2a85073881ca9763d89700124d1265c/apis/v1alpha2/clusternetworkpolicy_types.go';
const words = {
  asIs: {
    url: overview,
    sentence:
      'ClusterNetworkPolicy rules should be read as-is, i.e. there will not be any implicit isolation effects for the Pods selected by the ClusterNetworkPolicy, as opposed to implicit deny NetworkPolicy rules imply.',
  },
  tiers: {
    url: overview,
    sentence:
      'Policy tiers are evaluated in the following order: Admin tier, NetworkPolicy tier, Baseline tier',
  },
  first: {
    url: overview,
    sentence: 'No further ClusterNetworkPolicy or NetworkPolicy rules will be processed.',
  },
  priority: {
    url: overview,
    sentence:
      'rules with lower priority values have higher precedence, and are checked before policies with higher priority values in the same tier',
  },
  pass: {
    url: overview,
    sentence:
      'Skips all further ClusterNetworkPolicy rules in the current tier for the selected traffic, and passes evaluation to the next tier.',
  },
  ports: {
    url: types,
    sentence:
      'Protocols allows for more fine-grain matching of traffic on protocol-specific attributes such as the port.',
  },
  equal: {
    url: types,
    sentence:
      'If two (or more) policies in the same tier with the same priority could match a connection, then the implementation can apply any of the matching policies to the connection, and there is no way for the user to reliably determine which one it will choose.',
  },
  networks: {
    url: types,
    sentence:
      'This is intended for representing entities that live outside the cluster, which can’t be selected by pods, namespaces and nodes peers, but note that cluster-internal traffic will be checked against the rule as well.',
  },
  everything: {
    url: types,
    sentence:
      'So if you Accept or Deny traffic to `"0.0.0.0/0"`, that will allow or deny all IPv4 pod-to-pod traffic as well. If you don’t want that, add a rule that Passes all pod traffic before the Networks rule.',
  },
  subject: {
    url: types,
    sentence: 'Note that host-networked pods are not included in subject selection.',
  },
  peer: {
    url: types,
    sentence: 'Note that host-networked pods are not included in this type of peer.',
  },
  names: { url: types, sentence: 'DomainNames is only supported for Accept rules.' },
} as const;

const pod = (name: string, namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}}\nspec: {containers: [{name: m, image: i, ports: [{name: http, containerPort: 8080}]}]}`;
const onHost = pod('agent', 'shop').replace('spec: {', 'spec: {hostNetwork: true, ');
const pods = [pod('web', 'shop'), pod('api', 'shop'), pod('other', 'bank'), onHost];
const everyPod = '{namespaces: {}}';
const cnp = (tier: string, rules: string, priority = 10, subject = everyPod, name = `p${priority}`): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: {tier: ${tier}, priority: ${priority}, subject: ${subject}, ${rules}}`;
const into = (...rules: string[]): string => `ingress: [${rules.join(', ')}]`;
const out = (...rules: string[]): string => `egress: [${rules.join(', ')}]`;
const from = (action: string, peer = everyPod, protocols = ''): string =>
  `{action: ${action}, from: [${peer}]${protocols === '' ? '' : `, protocols: [${protocols}]`}}`;
const to = (action: string, peer: string, protocols = ''): string =>
  `{action: ${action}, to: [${peer}]${protocols === '' ? '' : `, protocols: [${protocols}]`}}`;
const np = (spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net, namespace: shop}\nspec: {${spec}}`;
const denyAll = np('podSelector: {}');
const allowAll = np('podSelector: {}, ingress: [{}]');
const bank = '{namespaces: {matchLabels: {kubernetes.io/metadata.name: bank}}}';
const apiPods = '{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}}';
const world = '{networks: ["0.0.0.0/0", "::/0"]}';
const network = (block: string): string => `{networks: ["${block}"]}`;

type Row = readonly [
  keyof typeof words,
  readonly string[],
  string,
  string,
  number,
  Protocol,
  'allowed' | 'denied' | 'unknown',
];

const rows: readonly Row[] = [
  ['asIs', [cnp('Admin', '')], 'web', 'api', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', into(from('Deny', bank)))], 'web', 'api', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', into(from('Deny', bank)))], 'other', 'api', 80, 'TCP', 'denied'],
  ['asIs', [cnp('Baseline', into(from('Deny', bank)))], 'web', 'api', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Baseline', into(from('Deny', bank)))], 'other', 'api', 80, 'TCP', 'denied'],
  ['asIs', [cnp('Admin', into(from('Deny')))], '1.2.3.4', 'api', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', into(from('Deny')), 10, apiPods)], 'api', 'web', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', into(from('Deny')), 10, apiPods)], 'web', 'api', 80, 'TCP', 'denied'],
  ['asIs', [cnp('Admin', into(from('Deny')), 10, bank)], 'web', 'api', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', into(from('Deny')), 10, bank)], 'web', 'other', 80, 'TCP', 'denied'],
  ['tiers', [cnp('Admin', into(from('Deny'))), allowAll], 'web', 'api', 80, 'TCP', 'denied'],
  ['tiers', [cnp('Admin', into(from('Accept'))), denyAll], 'web', 'api', 80, 'TCP', 'allowed'],
  ['tiers', [cnp('Baseline', into(from('Deny'))), allowAll], 'web', 'api', 80, 'TCP', 'allowed'],
  ['tiers', [cnp('Baseline', into(from('Accept'))), denyAll], 'web', 'api', 80, 'TCP', 'denied'],
  [
    'tiers',
    [cnp('Admin', into(from('Accept'))), cnp('Baseline', into(from('Deny')), 0)],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'tiers',
    [cnp('Admin', into(from('Deny'))), cnp('Baseline', into(from('Accept')), 0)],
    'web',
    'api',
    80,
    'TCP',
    'denied',
  ],
  ['tiers', [cnp('Baseline', into(from('Deny'))), denyAll], 'other', 'web', 80, 'TCP', 'denied'],
  ['tiers', [cnp('Baseline', into(from('Deny'))), allowAll], 'web', 'other', 80, 'TCP', 'denied'],
  ['first', [cnp('Admin', into(from('Accept', bank), from('Deny')))], 'other', 'api', 80, 'TCP', 'allowed'],
  ['first', [cnp('Admin', into(from('Accept', bank), from('Deny')))], 'web', 'api', 80, 'TCP', 'denied'],
  ['first', [cnp('Admin', into(from('Deny'), from('Accept', bank)))], 'other', 'api', 80, 'TCP', 'denied'],
  [
    'first',
    [cnp('Baseline', into(from('Accept', bank), from('Deny')))],
    'other',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'priority',
    [cnp('Admin', into(from('Accept')), 1), cnp('Admin', into(from('Deny')), 2)],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'priority',
    [cnp('Admin', into(from('Accept')), 2), cnp('Admin', into(from('Deny')), 1)],
    'web',
    'api',
    80,
    'TCP',
    'denied',
  ],
  [
    'priority',
    [cnp('Baseline', into(from('Accept')), 1), cnp('Baseline', into(from('Deny')), 2)],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'priority',
    [cnp('Baseline', into(from('Accept')), 2), cnp('Baseline', into(from('Deny')), 1)],
    'web',
    'api',
    80,
    'TCP',
    'denied',
  ],
  [
    'equal',
    [
      cnp('Admin', into(from('Accept')), 1, everyPod, 'a'),
      cnp('Admin', into(from('Deny')), 1, everyPod, 'b'),
    ],
    'web',
    'api',
    80,
    'TCP',
    'unknown',
  ],
  ['pass', [cnp('Admin', into(from('Pass'))), denyAll], 'web', 'api', 80, 'TCP', 'denied'],
  ['pass', [cnp('Admin', into(from('Pass'))), allowAll], 'web', 'api', 80, 'TCP', 'allowed'],
  [
    'pass',
    [cnp('Admin', into(from('Pass'))), cnp('Baseline', into(from('Deny')), 0)],
    'web',
    'api',
    80,
    'TCP',
    'denied',
  ],
  ['pass', [cnp('Admin', into(from('Pass'), from('Deny'))), allowAll], 'web', 'api', 80, 'TCP', 'allowed'],
  ['pass', [cnp('Admin', into(from('Pass')))], 'web', 'api', 80, 'TCP', 'allowed'],
  [
    'pass',
    [cnp('Admin', into(from('Pass')), 1), cnp('Admin', into(from('Deny')), 2)],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{tcp: {destinationPort: {number: 80}}}')))],
    'web',
    'api',
    80,
    'TCP',
    'denied',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{tcp: {destinationPort: {number: 80}}}')))],
    'web',
    'api',
    81,
    'TCP',
    'allowed',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{tcp: {destinationPort: {number: 80}}}')))],
    'web',
    'api',
    80,
    'UDP',
    'allowed',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{udp: {destinationPort: {range: {start: 50, end: 60}}}}')))],
    'web',
    'api',
    60,
    'UDP',
    'denied',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{udp: {destinationPort: {range: {start: 50, end: 60}}}}')))],
    'web',
    'api',
    61,
    'UDP',
    'allowed',
  ],
  ['ports', [cnp('Admin', into(from('Deny', everyPod, '{sctp: {}}')))], 'web', 'api', 9, 'SCTP', 'denied'],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{destinationNamedPort: http}')))],
    'web',
    'api',
    8080,
    'TCP',
    'denied',
  ],
  [
    'ports',
    [cnp('Admin', into(from('Deny', everyPod, '{destinationNamedPort: http}')))],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  ['asIs', [cnp('Admin', out(to('Deny', network('10.0.0.0/8'))))], 'web', '10.1.2.3', 80, 'TCP', 'denied'],
  ['asIs', [cnp('Admin', out(to('Deny', network('10.0.0.0/8'))))], 'web', '11.1.2.3', 80, 'TCP', 'allowed'],
  ['asIs', [cnp('Admin', out(to('Deny', apiPods)))], 'web', 'api', 80, 'TCP', 'denied'],
  ['asIs', [cnp('Admin', out(to('Deny', apiPods)))], 'web', 'other', 80, 'TCP', 'allowed'],
  [
    'names',
    [cnp('Admin', out(to('Deny', '{domainNames: [a.example]}')))],
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'unknown',
  ],
  ['networks', [cnp('Admin', out(to('Deny', network('10.0.0.0/8'))))], 'web', 'api', 80, 'TCP', 'unknown'],
  ['networks', [cnp('Admin', out(to('Accept', network('10.0.0.0/8'))))], 'web', 'api', 80, 'TCP', 'allowed'],
  [
    'networks',
    [cnp('Admin', out(to('Deny', network('10.0.0.0/8'), '{tcp: {destinationPort: {number: 80}}}')))],
    'web',
    'api',
    81,
    'TCP',
    'allowed',
  ],
  [
    'networks',
    [cnp('Admin', out(to('Accept', network('10.0.0.0/8')))), np('podSelector: {}, policyTypes: [Egress]')],
    'web',
    'api',
    80,
    'TCP',
    'unknown',
  ],
  ['networks', [cnp('Baseline', out(to('Deny', network('10.0.0.0/8'))))], 'web', 'api', 80, 'TCP', 'unknown'],
  [
    'networks',
    [cnp('Admin', out(to('Accept', apiPods), to('Deny', network('10.0.0.0/8'))))],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  ['everything', [cnp('Admin', out(to('Deny', world)))], 'web', 'api', 80, 'TCP', 'denied'],
  ['everything', [cnp('Admin', out(to('Deny', world)))], 'web', '1.2.3.4', 80, 'TCP', 'denied'],
  [
    'everything',
    [cnp('Admin', out(to('Pass', everyPod), to('Deny', world)))],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  [
    'everything',
    [cnp('Admin', out(to('Accept', world))), np('podSelector: {}, policyTypes: [Egress]')],
    'web',
    'api',
    80,
    'TCP',
    'allowed',
  ],
  ['subject', [cnp('Admin', into(from('Deny')))], 'web', 'agent', 80, 'TCP', 'allowed'],
  ['subject', [cnp('Admin', out(to('Deny', everyPod)))], 'agent', 'web', 80, 'TCP', 'allowed'],
  ['peer', [cnp('Admin', into(from('Deny')))], 'agent', 'web', 80, 'TCP', 'allowed'],
  ['peer', [cnp('Admin', out(to('Deny', everyPod)))], 'web', 'agent', 80, 'TCP', 'allowed'],
  ['peer', [cnp('Admin', out(to('Deny', world)))], 'web', 'agent', 80, 'TCP', 'denied'],
  [
    'names',
    [cnp('Admin', out(to('Accept', '{domainNames: [a.example]}')))],
    'web',
    '1.2.3.4',
    80,
    'TCP',
    'allowed',
  ],
  ['asIs', [cnp('Elsewhere', into(from('Deny')))], 'web', 'api', 80, 'TCP', 'unknown'],
];

describe('ClusterNetworkPolicy', () => {
  test('there are as many rows as promised', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  test.each(rows.map((row, index) => [index, ...row] as const))(
    '%i %s',
    (_index, source, policies, sender, receiver, port, protocol, word) => {
      expect(words[source].sentence.length).toBeGreaterThan(20);
      const reach = reachability(stackOf(...pods, ...policies));
      expect(why(reach, sender, receiver, port, protocol).word).toBe(word);
    },
  );
});
