// Random small stacks with policies of every understood dialect, as plain objects.
import { type Dice, dice } from '../../fuzz/harness.ts';

export interface SamplePod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  readonly hostNetwork: boolean;
}

export interface Manifest {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly spec: Record<string, unknown>;
}

export interface SampleStack {
  readonly namespaces: readonly { readonly name: string; readonly labels: Record<string, string> }[];
  readonly pods: readonly SamplePod[];
  readonly policies: readonly Manifest[];
}

const protocols = ['TCP', 'UDP', 'SCTP'] as const;
const values = ['x', 'y', 'z'] as const;
export const samplePorts = [1, 79, 80, 81, 99, 100, 150, 200, 201, 8080, 65_535];
export const sampleAddresses = [
  '0.0.0.0',
  '9.255.255.255',
  '10.0.0.0',
  '10.0.0.255',
  '10.0.1.0',
  '10.1.255.255',
  '10.2.0.0',
  '10.255.255.255',
  '11.0.0.0',
  '255.255.255.255',
  '::1',
  '2001:db8::',
  '2001:db8:0:1::5',
  '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
  '2001:db9::',
];
const blocks = [
  '10.0.0.0/8',
  '10.0.0.0/24',
  '10.0.0.0/15',
  '0.0.0.0/0',
  '11.0.0.0/32',
  '10.0.1.0/24',
  '2001:db8::/32',
  '2001:db8:0:1::/64',
  '::/0',
] as const;

export function sampleStack(seed: number): SampleStack {
  const random = dice(seed);
  const some = <T>(most: number, make: () => T, least = 0): T[] =>
    Array.from({ length: least + random.below(most + 1 - least) }, make);
  const labels = (): Record<string, string> => ({
    ...(random.chance(0.7) ? { a: random.pick(values) } : {}),
    ...(random.chance(0.5) ? { b: random.pick(values) } : {}),
  });
  const namespaces = ['n0', 'n1', 'n2'].map((name) => ({ name, labels: labels() }));
  const pods = Array.from({ length: 3 + random.below(4) }, (_, index) => ({
    name: `p${index}`,
    namespace: random.pick(['n0', 'n1', 'n2']),
    labels: labels(),
    ports: some(3, () => ({
      name: random.pick(['web', 'dns']),
      protocol: random.pick(protocols),
      port: random.pick([80, 100, 8080]),
    })),
    hostNetwork: random.chance(0.25),
  }));
  const networks = some(3, () => networkPolicy(random, some), 0);
  const admins = some(2, () => random.chance(0.5)).map((old, index) => adminPolicy(random, some, old, index));
  const baseline = random.chance(0.4) ? [baselinePolicy(random, some)] : [];
  return {
    namespaces,
    pods,
    policies: [
      ...[...networks, ...admins, ...baseline].map((item, index) => ({ ...item, name: `policy${index}` })),
      // Beside admin tiers plug-ins differ in whose word goes first.
      ...(admins.length > 0 ? [] : ['n0', 'n1', 'n2'].flatMap((space) => firewall(random, some, space))),
    ],
  };
}

type Some = <T>(most: number, make: () => T, least?: number) => T[];

function selector(random: Dice): Record<string, unknown> {
  switch (random.below(4)) {
    case 0:
      return {};
    case 1:
      return { matchLabels: { [random.pick(['a', 'b'])]: random.pick(values) } };
    default: {
      const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
      const needs = operator === 'In' || operator === 'NotIn';
      const key = random.pick(['a', 'b', 'kubernetes.io/metadata.name']);
      return {
        matchExpressions: [
          {
            key,
            operator,
            ...(needs ? { values: [random.pick(['x', 'y', 'n1']), random.pick(values)] } : {}),
          },
        ],
      };
    }
  }
}

function networkPolicy(random: Dice, some: Some): Manifest {
  const peer = (): Record<string, unknown> => {
    switch (random.below(4)) {
      case 0:
        return { podSelector: selector(random) };
      case 1:
        return { namespaceSelector: selector(random) };
      case 2:
        return { namespaceSelector: selector(random), podSelector: selector(random) };
      default:
        if (random.chance(0.3)) {
          const except = random.chance(0.5) ? { except: ['2001:db8:0:1::/64'] } : {};
          return { ipBlock: { cidr: random.pick(['2001:db8::/32', '::/0']), ...except } };
        }
        return {
          ipBlock: {
            cidr: '10.0.0.0/8',
            ...(random.chance(0.6)
              ? { except: some(2, () => random.pick(['10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/15'])) }
              : {}),
          },
        };
    }
  };
  const port = (): Record<string, unknown> => {
    const protocol = random.chance(0.7) ? { protocol: random.pick(protocols) } : {};
    switch (random.below(4)) {
      case 0:
        return { ...protocol, port: random.pick(['web', 'dns', 'none']) };
      case 1:
        return { ...protocol, port: 80, endPort: random.pick([80, 150, 200]) };
      case 2:
        return { ...protocol, port: random.pick([80, 100, 8080]) };
      default:
        return protocol;
    }
  };
  const rules = (key: string) =>
    some(2, () => ({
      ...(random.chance(0.85) ? { [key]: some(2, peer) } : {}),
      ...(random.chance(0.6) ? { ports: some(2, port) } : {}),
    }));
  const types = random.pick([['Ingress'], ['Egress'], ['Ingress', 'Egress'], undefined]);
  return {
    kind: 'NetworkPolicy',
    name: '',
    namespace: random.pick(['n0', 'n1', 'n2']),
    spec: {
      podSelector: selector(random),
      ...(types === undefined ? {} : { policyTypes: types }),
      ...(random.chance(0.7) ? { ingress: rules('from') } : {}),
      ...(random.chance(0.7) ? { egress: rules('to') } : {}),
    },
  };
}

function scope(random: Dice): Record<string, unknown> {
  return random.chance(0.5)
    ? { namespaces: selector(random) }
    : { pods: { namespaceSelector: selector(random), podSelector: selector(random) } };
}

function adminRules(
  random: Dice,
  some: Some,
  old: boolean,
  way: 'from' | 'to',
  actions: readonly [string, ...string[]],
) {
  const number = (): number => random.pick([80, 100, 8080]);
  const oldPort = (): Record<string, unknown> =>
    random.pick<Record<string, unknown>>([
      { portNumber: { protocol: random.pick(protocols), port: number() } },
      { portRange: { protocol: random.pick(protocols), start: 80, end: 150 } },
      { namedPort: random.pick(['web', 'dns', 'none']) },
    ]);
  const newPort = (): Record<string, unknown> =>
    random.pick<Record<string, unknown>>([
      { [random.pick(['tcp', 'udp', 'sctp'])]: { destinationPort: { number: number() } } },
      { [random.pick(['tcp', 'udp', 'sctp'])]: { destinationPort: { range: { start: 80, end: 150 } } } },
      { destinationNamedPort: random.pick(['web', 'dns', 'none']) },
    ]);
  const peer = (): Record<string, unknown> =>
    way === 'to' && random.chance(0.3) ? { networks: [random.pick(blocks)] } : scope(random);
  return some(3, () => ({
    action: random.pick(actions),
    [way]: some(2, peer, 1),
    ...(random.chance(0.5) ? { [old ? 'ports' : 'protocols']: some(2, old ? oldPort : newPort) } : {}),
  }));
}

function adminPolicy(random: Dice, some: Some, old: boolean, index: number): Manifest {
  const actions: [string, ...string[]] = old ? ['Allow', 'Deny', 'Pass'] : ['Accept', 'Deny', 'Pass'];
  return {
    kind: old ? 'AdminNetworkPolicy' : 'ClusterNetworkPolicy',
    name: '',
    spec: {
      ...(old ? {} : { tier: random.pick(['Admin', 'Admin', 'Baseline']) }),
      priority: 10 + (index % 2 === 0 ? index : -index),
      subject: scope(random),
      ingress: adminRules(random, some, old, 'from', actions),
      egress: adminRules(random, some, old, 'to', actions),
    },
  };
}

function baselinePolicy(random: Dice, some: Some): Manifest {
  return {
    kind: 'BaselineAdminNetworkPolicy',
    name: '',
    spec: {
      subject: scope(random),
      ingress: adminRules(random, some, true, 'from', ['Allow', 'Deny']),
      egress: adminRules(random, some, true, 'to', ['Allow', 'Deny']),
    },
  };
}

/** The first matching rule decides; the object is always called `default`. */
function firewall(random: Dice, some: Some, namespace: string): Manifest[] {
  if (random.chance(0.5)) return [];
  const egress = some(4, () => ({
    type: random.pick(['Allow', 'Deny']),
    to: { cidrSelector: random.pick(blocks) },
    ...(random.chance(0.5)
      ? {
          ports: some(2, () => ({ protocol: random.pick(protocols), port: random.pick([80, 100, 8080]) }), 1),
        }
      : {}),
  }));
  return [{ kind: 'EgressFirewall', name: 'default', namespace, spec: { egress } }];
}

const versions: Record<string, string> = {
  EgressFirewall: 'k8s.ovn.org/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  AdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
  BaselineAdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
  ClusterNetworkPolicy: 'policy.networking.k8s.io/v1alpha2',
};

/** The stack as Kubernetes objects. */
export function manifestsOf(stack: SampleStack): object[] {
  return [
    ...stack.namespaces.map((item) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: item.name, labels: item.labels },
    })),
    ...stack.pods.map((item) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: item.name, namespace: item.namespace, labels: item.labels },
      spec: {
        ...(item.hostNetwork && { hostNetwork: true }),
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            ports: item.ports.map((port) => ({
              name: port.name,
              protocol: port.protocol,
              containerPort: port.port,
            })),
          },
        ],
      },
    })),
    ...stack.policies.map((item) => ({
      apiVersion: versions[item.kind],
      kind: item.kind,
      metadata: { name: item.name, ...(item.namespace === undefined ? {} : { namespace: item.namespace }) },
      spec: item.spec,
    })),
  ];
}
