import { describe, expect, test } from '@jest/globals';
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { reachNotes } from '../../../policy-pack/reach/notes.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { networkPolicy, pod, rowsOf, stackOf } from './stacks.ts';

const between = (rows: readonly string[], from: string, to: string): string[] =>
  rows.filter((row) => row.startsWith(`${from} => ${to} : `)).map((row) => row.split(' : ')[1] ?? '');

describe('what is not understood is unknown, never allowed or denied', () => {
  const cilium =
    'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c}\nspec:\n  endpointSelector: {matchLabels: {"k8s:app": b}}\n  ingress: [{fromEndpoints: [{}]}]';
  const calico =
    "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: g}\nspec:\n  selector: app == 'b'\n  types: [Ingress]";
  const calicoOr =
    "apiVersion: crd.projectcalico.org/v1\nkind: NetworkPolicy\nmetadata: {name: g}\nspec:\n  selector: app == 'b' || app == 'c'\n  types: [Ingress]";
  const wild = networkPolicy(
    'np',
    'podSelector: {matchLabels: {app: b}}\ningress: [{from: [{ipBlock: {cidr: nonsense}}]}, {from: [{podSelector: {}}], ports: [{port: 80}]}]',
  );
  const domain =
    'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: d}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{domainNames: [a.example]}]}]}';

  test.each([
    ['Cilium on the selected pod', cilium, 'a', 'b', ['unknown All Connections']],
    ['Cilium elsewhere', cilium, 'b', 'a', ['All Connections']],
    ['Calico on the selected pod', calico, 'a', 'b', ['unknown All Connections']],
    ['Calico elsewhere', calico, 'b', 'a', ['All Connections']],
    ['a Calico selector that is not read', calicoOr, 'b', 'a', ['unknown All Connections']],
    ['a block that is none concerns addresses only', wild, 'a', 'b', ['TCP 80']],
    ['a block that is none', wild, '0.0.0.0-255.255.255.255', 'b', ['unknown All Connections']],
    ['names of the internet', domain, 'a', '0.0.0.0-255.255.255.255', ['unknown All Connections']],
    ['names of the internet do not concern pods', domain, 'a', 'b', ['All Connections']],
  ])('%s', (_, policy, from, to, expected) => {
    expect(between(rowsOf(stackOf(pod('a'), pod('b'), policy)), from, to)).toEqual(expected);
  });

  test('policies of equal priority that disagree leave only their common ports open', () => {
    const policy = (name: string, action: string, ports: string): string =>
      `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: ${name}}\nspec: {priority: 5, subject: {namespaces: {}}, ingress: [{action: ${action}, from: [{namespaces: {}}], ports: [{portRange: {${ports}}}]}]}`;
    const rows = rowsOf(
      stackOf(
        pod('a'),
        pod('b'),
        policy('x', 'Allow', 'start: 1, end: 100'),
        policy('z', 'Deny', 'start: 50, end: 200'),
      ),
    );
    expect(between(rows, 'a', 'b')).toEqual([
      'SCTP 1-65535,TCP 1-49,201-65535,UDP 1-65535',
      'unknown TCP 50-100',
    ]);
  });

  test('an unknown label, selector or provider makes what hangs on it unknown', () => {
    const computed = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    const live = (type: string, name: string, inputs: object) => {
      const read = readPulumiResource({ urn: `urn:pulumi:d::p::${type}::${name}`, type, inputs });
      if (read.kind !== 'resource') throw new Error(read.kind);
      return read.resource;
    };
    const make = (labels: object, podSelector: unknown) =>
      buildStack([
        ...stackOf(pod('a')).resources,
        live('kubernetes:core/v1:Pod', 'b', {
          metadata: { name: 'b', namespace: 'default', labels },
          spec: { containers: [{ name: 'm', image: 'i' }] },
        }),
        live('kubernetes:networking.k8s.io/v1:NetworkPolicy', 'np', {
          metadata: { name: 'np', namespace: 'default' },
          spec: { podSelector, policyTypes: ['Ingress'] },
        }),
      ]);
    expect(between(rowsOf(make({ app: 'b' }, { matchLabels: { app: 'b' } })), 'a', 'b')).toEqual([]);
    expect(between(rowsOf(make({ app: computed }, { matchLabels: { app: 'b' } })), 'a', 'b')).toEqual([
      'unknown All Connections',
    ]);
    expect(between(rowsOf(make({ app: 'b' }, computed)), 'a', 'b')).toEqual(['unknown All Connections']);
    const nothing = buildStack([
      ...stackOf(pod('a'), pod('b')).resources,
      live('kubernetes:networking.k8s.io/v1:NetworkPolicy', 'np', {}),
    ]);
    expect(between(rowsOf(nothing), 'a', 'b')).toEqual(['unknown All Connections']);
  });

  test('pods of the host network are named, and unknown when asked strictly', () => {
    const stack = stackOf(
      pod('a'),
      pod('b', 'app: b', 'hostNetwork: true\n  '),
      networkPolicy('np', 'podSelector: {}\npolicyTypes: [Ingress]'),
    );
    expect(between(rowsOf(stack), 'a', 'b')).toEqual([]);
    expect(between(rowsOf(stack, { strict: true }), 'a', 'b')).toEqual(['unknown All Connections']);
    expect(reachNotes(reachability(stack))).toContain(
      "default/b[Pod] uses the host's network: policies may not apply to it",
    );
  });
});

describe('what strict answers add', () => {
  const toBlock = (cidr: string): string =>
    networkPolicy(
      'np',
      `podSelector: {matchLabels: {app: a}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]`,
    );
  const onHost = pod('b', 'app: b', 'hostNetwork: true\n  ');

  test('a block may hold the node of a pod on the host’s network, and no other pod', () => {
    const stack = stackOf(pod('a'), onHost, pod('c'), toBlock('10.0.0.0/8'));
    expect(between(rowsOf(stack, { strict: true }), 'a', 'b')).toEqual(['unknown All Connections']);
    expect(between(rowsOf(stack, { strict: true }), 'a', 'c')).toEqual([]);
    expect(between(rowsOf(stack), 'a', 'b')).toEqual([]);
  });

  test('admin policies select no pods on the host’s network, and their networks may hold any pod', () => {
    const admin = (rule: string): string =>
      `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: net}\nspec: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [${rule}]}]}`;
    const everyPod = stackOf(pod('a'), onHost, admin('{namespaces: {}}'));
    expect(between(rowsOf(everyPod), 'a', 'b')).toEqual([]);
    expect(between(rowsOf(everyPod, { strict: true }), 'a', 'b')).toEqual(['All Connections']);
    const block = stackOf(pod('a'), pod('c'), admin('{networks: [10.0.0.0/8]}'));
    expect(between(rowsOf(block), 'a', 'c')).toEqual(['All Connections']);
    expect(between(rowsOf(block, { strict: true }), 'a', 'c')).toEqual(['unknown All Connections']);
  });
});

test('labels of a namespace that the stack does not declare are perhaps there in strict answers', () => {
  const policy = networkPolicy(
    'np',
    'podSelector: {matchLabels: {app: b}}\ningress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]',
  );
  const declared = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: default}';
  const stack = stackOf(pod('a'), pod('b'), policy);
  expect(between(rowsOf(stack), 'a', 'b')).toEqual([]);
  expect(between(rowsOf(stack, { strict: true }), 'a', 'b')).toEqual(['unknown All Connections']);
  expect(between(rowsOf(stackOf(pod('a'), pod('b'), policy, declared), { strict: true }), 'a', 'b')).toEqual(
    [],
  );
  expect(reachNotes(reachability(stack))[0]).toContain('count as absent: default');
  expect(reachNotes(reachability(stack, { strict: true }))[0]).toContain('are not known: default');
});

describe('the families of a cluster', () => {
  const admin = (networks: string): string =>
    `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: net}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [${networks}]}]}]}`;

  test.each([
    ['0.0.0.0/0', [4, 6], ['unknown All Connections']],
    ['0.0.0.0/0', [4], []],
    ['0.0.0.0/0', [6], ['All Connections']],
    ['"::/0"', [4], ['All Connections']],
    ['"0.0.0.0/0", "::/0"', [4, 6], []],
    ['10.0.0.0/8', [4], ['unknown All Connections']],
  ] as const)('a policy that denies %s where pods have families %j', (networks, podFamilies, expected) => {
    const rows = rowsOf(stackOf(pod('a'), pod('b'), admin(networks)), { podFamilies });
    expect(between(rows, 'a', 'b')).toEqual(expected);
  });

  test('where they decide the pairs, no note says that they are open', () => {
    const stack = stackOf(pod('a'), pod('b'), admin('0.0.0.0/0'));
    expect(reachNotes(reachability(stack))).toEqual([expect.stringContaining('may hold pods')]);
    expect(reachNotes(reachability(stack, { podFamilies: [4] }))).toEqual([]);
  });
});

describe('rows', () => {
  test('a named port towards an address gives nothing and is no error', () => {
    const policy = networkPolicy(
      'np',
      'podSelector: {matchLabels: {app: a}}\npolicyTypes: [Egress]\negress: [{ports: [{port: http}]}]',
    );
    const rows = rowsOf(stackOf(pod('a'), pod('b'), policy));
    expect(between(rows, 'a', 'b')).toEqual(['TCP 8080']);
    expect(rows.filter((row) => row.startsWith('a => 0.'))).toEqual([]);
  });

  test('IPv6 blocks with exceptions cut the IPv6 space when it is listed', () => {
    const policy = networkPolicy(
      'np',
      'podSelector: {}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: "fd00::/8", except: ["fd00:1::/32"]}}]}]',
    );
    const rows = rowsOf(stackOf(pod('a'), policy), { families: [4, 6] });
    expect(rows.filter((row) => row.startsWith('a => '))).toEqual([
      'a => fd00::-fd00:0:ffff:ffff:ffff:ffff:ffff:ffff : All Connections',
      'a => fd00:2::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff : All Connections',
    ]);
  });

  test('shuffled input gives the same rows', () => {
    const documents = [
      pod('a'),
      pod('b'),
      pod('c', 'app: b'),
      networkPolicy(
        'x',
        'podSelector: {matchLabels: {app: b}}\ningress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]',
      ),
      networkPolicy(
        'z',
        'podSelector: {}\npolicyTypes: [Egress]\negress: [{ports: [{port: 1, endPort: 9}]}]',
      ),
    ];
    expect(rowsOf(stackOf(...documents.toReversed()))).toEqual(rowsOf(stackOf(...documents)));
  });
});
