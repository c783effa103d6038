// Every patch ends the violation that it was printed for, breaks nothing else, and changes nothing the second time.
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Tree } from '../../../policy-pack/model/tree.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import type { Finding } from '../../../src/terms/finding.ts';
import { ask, casesOf, everyCase, type RuleCase, rules, treeOf, treesOf } from './cases.ts';
import { merge } from './merge.ts';

/** Rules whose violations have no patch, since only the author can know the right value. */
const unpatched = [
  'images/certificate',
  'images/digest',
  'images/mutable-tag',
  'images/registry',
  'images/signature',
  'pod-security/capabilities-baseline',
  'pod-security/dangerous-mounts',
  'pod-security/host-path-volumes',
  'pod-security/leftover-policy',
  'pod-security/patching-in-place',
  'pod-security/probes',
  'pod-security/resource-limits',
  'pod-security/resource-requests',
  'pod-security/restricted-volumes',
  'pod-security/ssh-port',
  'pod-security/supplemental-groups',
  'pod-security/sysctls',
  'quality/disruption-budget',
  'quality/quota',
  'quality/replicas',
  'secrets/annotations',
  'secrets/command-line',
  'secrets/config-map',
  'secrets/environment',
  'secrets/files-over-variables',
  'storage/access-mode',
  'storage/host-path',
  'storage/quota',
  'storage/read-only',
  'storage/selinux',
  'storage/subpath',
];

function keysOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    (finding) => `${finding.rule} ${finding.subject} ${fieldOf(finding)} ${finding.message}`,
  );
}

function fieldOf({ where }: Finding): string {
  return 'field' in where ? where.field : '';
}

function patchOf({ details }: Finding): string | undefined {
  return details.kind === 'fact' ? details.patch?.yaml : undefined;
}

function everything(one: RuleCase, trees: readonly Tree[]): readonly string[] {
  const { findings, blind } = ask(rules, one, trees);
  return keysOf([...findings, ...blind]);
}

const patched: [name: string, rule: Rule, one: RuleCase, finding: Finding][] = [];
for (const [name, rule, one] of everyCase) {
  for (const finding of ask([rule], one).findings) {
    if (patchOf(finding) !== undefined) patched.push([`${name} (${fieldOf(finding)})`, rule, one, finding]);
  }
}

describe('patches', () => {
  test.each(patched)('%s', (_name, rule, one, finding) => {
    const patch = treeOf(parse(patchOf(finding) ?? ''));
    const before = treesOf(one);
    const index = Number(finding.subject.slice(finding.subject.lastIndexOf('::r') + 3));
    const after = before.map((tree, at) => (at === index ? merge(tree, patch) : tree));
    const [key = ''] = keysOf([finding]);
    expect(keysOf(ask([rule], one, after).findings)).not.toContain(key);
    expect(everything(one, before)).toEqual(expect.arrayContaining([...everything(one, after)]));
    expect(after.map((tree, at) => (at === index ? merge(tree, patch) : tree))).toEqual(after);
  });

  test('every rule prints one, but for those of which only the author knows the value', () => {
    const have = new Set(patched.map(([, rule]) => rule.id));
    expect(
      rules
        .map((rule) => rule.id)
        .filter((id) => !have.has(id))
        .sort(),
    ).toEqual(unpatched);
  });

  test('a port with a name is named by its number, by which the API merges ports', () => {
    const yaml = patched
      .filter(([name]) => name.includes('a port with a name'))
      .map(([, , , one]) => patchOf(one));
    expect(yaml).toEqual([
      'spec:\n  containers:\n  - name: app\n    ports:\n    - containerPort: 80\n      hostPort: null\n',
    ]);
  });

  test('a rule that is patched in one case is patched in all', () => {
    const have = new Set(patched.map(([, rule]) => rule.id));
    const bare = rules
      .filter((rule) => have.has(rule.id))
      .flatMap((rule) => casesOf(rule).flatMap((one) => ask([rule], one).findings))
      .filter((finding) => patchOf(finding) === undefined)
      .map((finding) => `${finding.rule}: ${finding.message}`);
    expect(bare).toEqual([
      'pod-security/capabilities-restricted: container app adds the capability CHOWN',
      // Two ports of one number: the API would change the first of them.
      'pod-security/host-ports: container app takes the host’s port 53',
      'pod-security/account-rights: its account app can do everything (ClusterRoleBinding b)',
      'quality/autoscaling: Deployment app requests no cpu to measure against',
      'quality/autoscaling: Deployment app requests no cpu to measure against',
      'storage/shared-gid: volume data is shared, and volume v says no group',
      'storage/shared-gid: the pod uses shared storage as root',
      'storage/local: the local volume does not say its node',
      'storage/protocol: the rbd volume names no cephx secret',
      'storage/protocol: the whole EFS file system is mounted',
      'storage/protocol: an export in exports keeps root as root (no_root_squash)',
      'storage/protocol: an export in exports is open to every host',
    ]);
  });
});
