// Patches of roles and accounts, as Pulumi has them: what they add counts as what the role or account says itself.
import { expect, test } from '@jest/globals';
import { type Resource, resourceOf } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rule as accountRights } from '../../../policy-pack/rules/pod-security/account-rights/rule.ts';
import { rule as accountToken } from '../../../policy-pack/rules/pod-security/service-account-token/rule.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { resourcesOf, treeOf } from './cases.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { serviceAccountName: 'app', containers: [{ name: 'a', image: 'a' }] },
};
const harmless = { apiVersion: rbac, kind: 'ClusterRole', metadata: { name: 'r' }, rules: [] };

function bound(name: string): unknown {
  return {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'default' }],
  };
}

function patch(apiVersion: string, kind: string, rest: Readonly<Record<string, unknown>>): Resource {
  const source = { kind: 'urn' as const, urn: 'urn:pulumi:s::p::t::patch', parents: [] };
  const found = resourceOf(treeOf(rest), source, { apiVersion, kind, patch: true }, 'logical');
  if (found === undefined) throw new Error('the patch is no resource');
  return found;
}

function verdict(rule: Rule, trees: readonly unknown[], patches: readonly Resource[]): readonly string[] {
  const policy = stackPolicy(new Map(Object.entries({ 'stack.rules': { [rule.id]: 'block' } })));
  const resources = [...resourcesOf(trees.map(treeOf)), ...patches];
  const { outcomes } = evaluate(buildStack(resources), policy, { rules: [rule] });
  return outcomes.filter(({ subject }) => subject.endsWith('::r0')).map(({ kind }) => kind);
}

test('a ClusterRolePatch adds to a role that is harmless without it', () => {
  const trees = [pod, bound('r'), harmless];
  expect(verdict(accountRights, trees, [])).toEqual(['pass']);
  const mighty = patch(rbac, 'ClusterRole', { metadata: { name: 'r' }, rules: everything });
  expect(verdict(accountRights, trees, [mighty])).toEqual(['fail']);
});

test('a ClusterRolePatch adds to a role of the cluster', () => {
  const mighty = patch(rbac, 'ClusterRole', { metadata: { name: 'view' }, rules: everything });
  expect(verdict(accountRights, [pod, bound('view')], [mighty])).toEqual(['fail']);
});

test('a patch is not the whole role', () => {
  const small = patch(rbac, 'ClusterRole', { metadata: { name: 'operator' }, rules: [] });
  expect(verdict(accountRights, [pod, bound('operator')], [small])).toEqual(['unknown']);
});

test('a patch of a role whose name is decided later may be of this one', () => {
  const name = { $unknown: 'name' };
  const mighty = patch(rbac, 'ClusterRole', { metadata: { name }, rules: everything });
  expect(verdict(accountRights, [pod, bound('r'), harmless], [mighty])).toEqual(['unknown']);
});

test('a ServiceAccountPatch takes back that the account mounts no token', () => {
  const quiet = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'app' },
    automountServiceAccountToken: false,
  };
  expect(verdict(accountToken, [pod, quiet], [])).toEqual(['pass']);
  const loud = patch('v1', 'ServiceAccount', {
    metadata: { name: 'app' },
    automountServiceAccountToken: true,
  });
  expect(verdict(accountToken, [pod, quiet], [loud])).toEqual(['fail']);
});
