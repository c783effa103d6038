// The example: its manifests pass the strictest policy, and each change for the worse is found.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';

const example = resolve(import.meta.dirname, '../../../examples/three-tier');
const manifests = readdirSync(join(example, 'manifests')).map((file) => ({
  file,
  text: readFileSync(join(example, 'manifests', file), 'utf8'),
}));
const policy = parsePolicy(readFileSync(join(example, 'seaworthy.yaml'), 'utf8'), {
  ...parsing,
  file: 'seaworthy.yaml',
  now: new Date('2026-11-25'),
});

function judge(change: (text: string) => string): readonly string[] {
  const files = manifests.map(({ file, text }) => ({ file, text: change(text) }));
  const { findings, blind } = evaluate(readStack(files), stackPolicy(policy.layer.sections ?? new Map()));
  return [...new Set([...findings, ...blind].map((finding) => finding.rule))];
}

describe('the shop in three tiers', () => {
  test('runs the sample of the quickstart, so that the tour can certify it', () => {
    const index = JSON.parse(readFileSync(resolve(example, '../quickstart/image/index.json'), 'utf8'));
    const digest = index.manifests.find(
      (one: { annotations?: Record<string, string> }) =>
        one.annotations?.['org.opencontainers.image.ref.name'] === '1.1',
    ).digest;
    const images = manifests.flatMap(({ text }) => text.match(/image: .*/g) ?? []);
    expect(new Set(images)).toEqual(new Set([`image: registry.example/shop/app:1.1@${digest}`]));
    expect(readFileSync(join(example, 'program/tier.ts'), 'utf8')).toContain(digest);
  });

  test('keeps every rule', () => {
    expect(judge((text) => text)).toEqual([]);
  });

  test.each([
    ['runAsUser: 10002', 'runAsUser: 0', 'pod-security/run-as-range'],
    ['hostUsers: false', 'hostUsers: true\n      hostNetwork: true', 'pod-security/host-namespaces'],
    ['readOnlyRootFilesystem: true', '', 'pod-security/read-only-root-filesystem'],
    ['drop: [ALL]', 'drop: [CHOWN]', 'pod-security/capabilities-restricted'],
    ['{ type: RuntimeDefault }', '{ type: Unconfined }', 'pod-security/seccomp-profile-restricted'],
    ['hostUsers: false', '', 'pod-security/user-namespaces'],
    ['enforce: restricted', 'enforce: privileged', 'pod-security/namespace-label'],
    ['registry.example/shop/app', 'docker.io/library/nginx', 'images/registry'],
    [/@sha256:\w+/, '', 'images/digest'],
    ['value: db }', 'value: "-----BEGIN PRIVATE KEY-----" }', undefined],
    ['name: DB_HOST, value: db', 'name: DB_PASSWORD, value: hG7-wq!9zLp2', 'secrets/environment'],
    ['requests.cpu: "2"', 'requests.cpu: 500m', 'quality/quota'],
    ['maxUnavailable: 1', 'maxUnavailable: 0', 'quality/blocking-budget'],
    ['containerPort: 8080', 'containerPort: 22', 'pod-security/ssh-port'],
    ['emptyDir: {}', 'hostPath: { path: /var/run/docker.sock }', 'pod-security/dangerous-mounts'],
  ])('%s → %s', (from, to, rule) => {
    const found = judge((text) => text.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to));
    if (rule === undefined) expect(found).toEqual([]);
    else expect(found).toContain(rule);
  });
});
