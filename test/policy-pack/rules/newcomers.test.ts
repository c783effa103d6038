// network/default-deny among many policies by label: a pod that none of them selects is found, however many there are.
import { expect, test } from '@jest/globals';
import { rule } from '../../../policy-pack/rules/network/default-deny/rule.ts';
import { askStack } from './stack-cases.ts';

type Spec = Readonly<Record<string, unknown>>;

const count = 20;
const everyone = { podSelector: {} };

/** Outcomes for one workload of the namespace and these NetworkPolicies, as a set. */
function told(specs: readonly Spec[], resources: readonly Spec[] = []): readonly string[] {
  const { outcomes } = askStack(rule, {
    name: 'newcomers',
    expect: 'pass',
    policy: { 'stack.network': { defaultDeny: ['ingress'] } },
    workloads: ['shop/web'],
    resources: [...resources],
    policies: Object.fromEntries(specs.map((spec, index) => [`shop/p${index}`, spec])),
  });
  return [...new Set(outcomes.map(({ kind }) => kind))].sort();
}

/** One policy for the pods that have, or have not, each of many labels. */
function each(operator: 'Exists' | 'DoesNotExist', more: (index: number) => Spec = () => ({})): Spec[] {
  return Array.from({ length: count }, (_, index) => ({
    podSelector: { matchExpressions: [{ key: `a${index}`, operator }] },
    ...more(index),
  }));
}

const sameLabel = { podSelector: { matchLabels: { app: 'web' } } };

test('a pod without labels escapes any number of policies that ask for one', () => {
  expect(told([...each('Exists'), sameLabel])).toEqual(['fail']);
  expect(
    told([...each('Exists'), { podSelector: { matchExpressions: [{ key: 'z', operator: 'Exists' }] } }]),
  ).toContain('fail');
});

test('a pod with every label escapes any number of policies that ask for none of them', () => {
  expect(told(each('DoesNotExist'))).toEqual(['fail']);
});

test('one policy for every pod closes the namespace whatever others ask for', () => {
  expect(told([...each('Exists'), ...each('DoesNotExist'), everyone])).toEqual(['pass']);
});

test('more kinds of pods than are tried, none of which settles it, are unknown and never a pass', () => {
  expect(told([...each('Exists'), ...each('DoesNotExist')])).toEqual(['unknown']);
});

test('what many policies open only together is found at the pod that all of them select', () => {
  const part = (index: number): Spec => ({
    ingress: [{ ports: [{ port: 1 + index * 3276, endPort: (index + 1) * 3276 }] }],
  });
  expect(told([everyone, ...each('Exists', part)])).toEqual(['fail']);
  expect(told([everyone, ...each('DoesNotExist', part)])).toEqual(['fail']);
});

test('a pod that an admin policy opens and no other denies is not passed over among many', () => {
  const anp = (priority: number, key: string, action: string): Spec => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: { name: `p${priority}` },
    spec: {
      priority,
      subject: {
        pods: { namespaceSelector: {}, podSelector: { matchExpressions: [{ key, operator: 'Exists' }] } },
      },
      ingress: [{ action, from: [{ namespaces: {} }] }],
    },
  });
  const denied = Array.from({ length: count }, (_, index) => anp(index, `a${index}`, 'Deny'));
  expect(told([everyone], [...denied, anp(count, '0', 'Allow')])).not.toContain('pass');
  expect(told([everyone], [...denied.slice(0, 3), anp(count, '0', 'Allow')])).toContain('fail');
});
