// NetNamespaces of OpenShift's multitenant plug-in: every row rests on a sentence of the vendor's documentation.
import { describe, expect, test } from '@jest/globals';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { stackOf } from './stacks.ts';

const docs = 'https://github.com/openshift/openshift-docs/blob';
const guide = `${docs}/1ea55955fb9dda123114962f8d8206be271e4fd1/networking/openshift_sdn/multitenant-isolation.adoc`;
const joining = `${docs}/ff1340427679de20a3359bf1cae63282e7b3335d/modules/nw-multitenant-joining.adoc`;
const admin = `${docs}/98df74b1bf7e396ecbce8ffb3da579e5f94ffb22/admin_guide/managing_networking.adoc`;
const words = {
  isolated: {
    url: guide,
    sentence:
      'Network traffic is not allowed between Pods or services in different projects in multitenant isolation mode.',
  },
  joined: {
    url: joining,
    sentence:
      'You can join two or more projects to allow network traffic between pods and services in different projects.',
  },
  same: {
    url: joining,
    sentence: 'Projects in the same pod-network have the same network ID in the NETID column.',
  },
  global: {
    url: guide,
    sentence:
      'It will be globally accessible, accepting network traffic from Pods and services in all other projects. A globally accessible project can access Pods and services in all other projects.',
  },
  bothWays: {
    url: admin,
    sentence:
      'all the pods and services in <project2> and <project3> can now access any pods and services in <project1> and vice versa',
  },
  open: {
    url: admin,
    sentence:
      'In the above example, all of the pods and services in <project1> and <project2> can not access any pods and services from other non-global projects in the cluster and vice versa',
  },
} as const;

const pod = (namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${namespace}-pod, namespace: ${namespace}}\nspec: {containers: [{name: m, image: i}]}`;
const net = (name: string, id: string): string =>
  `apiVersion: network.openshift.io/v1\nkind: NetNamespace\nmetadata: {name: ${name}}\nnetname: ${name}\nnetid: ${id}`;

/** a, b and e are joined, c is alone, g is global, d is decided later by nobody in the stack. */
const joins = [net('a', '7'), net('b', '7'), net('c', '8'), net('e', '7'), net('g', '0')];
const spaces = ['a', 'b', 'c', 'e', 'g', 'default', 'd'];
const rows: (readonly [keyof typeof words, string, string, 'allowed' | 'denied' | 'unknown'])[] = [
  ['same', 'a', 'b', 'allowed'],
  ['bothWays', 'b', 'a', 'allowed'],
  ['isolated', 'a', 'c', 'denied'],
  ['isolated', 'c', 'a', 'denied'],
  ['isolated', 'b', 'c', 'denied'],
  ['isolated', 'c', 'b', 'denied'],
  ['global', 'a', 'g', 'allowed'],
  ['global', 'g', 'a', 'allowed'],
  ['global', 'b', 'g', 'allowed'],
  ['global', 'g', 'b', 'allowed'],
  ['global', 'c', 'g', 'allowed'],
  ['global', 'g', 'c', 'allowed'],
  ['global', 'a', 'default', 'allowed'],
  ['global', 'default', 'a', 'allowed'],
  ['global', 'c', 'default', 'allowed'],
  ['global', 'default', 'c', 'allowed'],
  ['global', 'g', 'default', 'allowed'],
  ['open', 'a', 'd', 'unknown'],
  ['open', 'd', 'a', 'unknown'],
  ['open', 'c', 'd', 'unknown'],
  ['open', 'd', 'c', 'unknown'],
  ['joined', 'a', 'e', 'allowed'],
  ['joined', 'e', 'a', 'allowed'],
  ['joined', 'b', 'e', 'allowed'],
  ['joined', 'e', 'b', 'allowed'],
  ['isolated', 'c', 'e', 'denied'],
  ['isolated', 'e', 'c', 'denied'],
  ['global', 'e', 'g', 'allowed'],
  ['global', 'g', 'e', 'allowed'],
  ['global', 'e', 'default', 'allowed'],
  ['global', 'default', 'e', 'allowed'],
  ['global', 'b', 'default', 'allowed'],
  ['global', 'default', 'b', 'allowed'],
  ['global', 'default', 'g', 'allowed'],
  ['global', 'd', 'g', 'allowed'],
  ['global', 'g', 'd', 'allowed'],
  ['global', 'd', 'default', 'allowed'],
  ['global', 'default', 'd', 'allowed'],
  ['open', 'b', 'd', 'unknown'],
  ['open', 'd', 'b', 'unknown'],
  ['open', 'e', 'd', 'unknown'],
  ['open', 'd', 'e', 'unknown'],
];

describe('the multitenant plug-in', () => {
  const reach = reachability(stackOf(...spaces.map(pod), ...joins), { strict: true });

  test('there are as many rows as promised', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  for (const port of [80, 65_535]) {
    test.each(rows)(`%s: %s → %s on ${port} is %s`, (source, from, to, word) => {
      expect(words[source].url).toMatch(/^https:/);
      expect(why(reach, `${from}-pod`, `${to}-pod`, port).word).toBe(word);
    });
  }

  test.each(['a', 'c', 'g'])(
    '%s reaches the outside and is reached from there: the mode isolates projects',
    (space) => {
      expect(why(reach, `${space}-pod`, '1.2.3.4', 443).word).toBe('allowed');
      expect(why(reach, '1.2.3.4', `${space}-pod`, 443).word).toBe('allowed');
    },
  );

  test('an id that is not known yet leaves the project unknown', () => {
    const later = stackOf(pod('a'), pod('b'), net('a', '"later"'), net('b', '7'));
    expect(why(reachability(later), 'a-pod', 'b-pod', 80).word).toBe('unknown');
  });

  test('beside a NetworkPolicy nobody can tell which of the two the cluster enforces', () => {
    const policy =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net, namespace: a}\nspec: {podSelector: {}}';
    const both = stackOf(pod('a'), pod('b'), net('a', '7'), net('b', '8'), policy);
    expect(why(reachability(both), 'b-pod', 'a-pod', 80).word).toBe('unknown');
  });
});
