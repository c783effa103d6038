// One evaluation: the same on any order, total on anything, and quiet about secrets.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { everyCase, rules as ownRules, resourcesOf, treesOf } from './cases.ts';

const everyRule = stackPolicy(
  new Map([['stack.rules', Object.fromEntries(rules.map((rule) => [rule.id, 'warn']))]]),
);

function oneOf(type: string, inputs: unknown): Resource {
  const read = readPulumiResource({ urn: `urn:pulumi:s::p::${type}::x`, type, inputs });
  if (read.kind !== 'resource') throw new Error(read.kind);
  return read.resource;
}

/** As the Pulumi engine marks a secret on the wire. */
const marked = (value: string) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  value,
});

test('quotes no secret, nor a part of one, whatever the rule', () => {
  const pod = oneOf('kubernetes:core/v1:Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x', namespace: 'default' },
    spec: { containers: [{ name: 'app', image: marked('reg.example/canary-app:canary-tag-1') }] },
  });
  const { findings, blind } = evaluate(buildStack([pod]), everyRule);
  const told = JSON.stringify([findings, blind]);
  expect(told).toContain('[secret]');
  expect(told).not.toContain('canary');
});

describe('an evaluation', () => {
  const trees = everyCase.flatMap(([, , one]) => treesOf(one));
  const resources = resourcesOf(trees);

  test('does not depend on the order of the resources', () => {
    const told = (list: readonly Resource[]): string =>
      createHash('sha256')
        .update(JSON.stringify(evaluate(buildStack(list), everyRule)))
        .digest('hex');
    const expected = told(resources);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const shuffled = resources.map((resource, index) => ({
          resource,
          key: Math.imul(index + 1, seed | 1),
        }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(told(shuffled.map(({ resource }) => resource))).toBe(expected);
      }),
      { numRuns: 5 },
    );
  });

  test('is total: any tree gives outcomes, never an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('apps/v1:Deployment', 'core/v1:Pod', 'core/v1:Service'),
        fc.json(),
        (kind, json) => {
          const inputs: unknown = { metadata: {}, spec: JSON.parse(json), data: JSON.parse(json) };
          evaluate(buildStack([oneOf(`kubernetes:${kind}`, inputs)]), everyRule);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of a resource whose provider is not known yet finds nothing right and nothing wrong', () => {
    const { outcomes, findings, coverage } = evaluate(
      buildStack([oneOf('kubernetes:apps/v1:Deployment', {})]),
      everyRule,
      { rules: ownRules },
    );
    const kinds = new Set(outcomes.map((outcome) => outcome.kind));
    expect(findings).toEqual([]);
    expect(kinds).not.toContain('pass');
    expect(coverage).toMatchObject({ seen: 0, percent: 0 });
  });

  test('says nothing of a secret but that it is one', () => {
    const password = 'hG7-wq!9zLp2';
    const marked = {
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
      value: password,
    };
    const env = [
      { name: 'DB_PASSWORD', value: password },
      { name: 'OTHER', value: marked },
    ];
    const args = [`--password=${password}`];
    const annotations = { note: marked };
    const stack = buildStack([
      oneOf('kubernetes:core/v1:Pod', {
        metadata: { annotations },
        spec: { containers: [{ name: 'a', env, args }] },
      }),
    ]);
    const { findings } = evaluate(stack, everyRule);
    expect(findings.filter((finding) => finding.rule.startsWith('secrets/'))).toHaveLength(4);
    expect(JSON.stringify(findings)).not.toContain(password);
  });

  test('counts what it could not look into', () => {
    const stack = readStack([
      {
        file: 'a.yaml',
        text: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\nimage: {{ .Values.image }}\n',
      },
    ]);
    expect(evaluate(stack, everyRule).coverage).toEqual({
      seen: 1,
      opaque: [{ subject: 'a.yaml', reason: 'a Helm template that is not rendered' }],
      percent: 50,
    });
  });

  test('says file, line, path, what is, what should be, and the patch', () => {
    const text = [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: web, namespace: shop }',
      'spec:',
      '  template:',
      '    spec:',
      '      containers:',
      '        - name: app',
      '          image: registry.example/app:1.2',
      '          securityContext:',
      '            privileged: true',
    ].join('\n');
    const { findings } = evaluate(readStack([{ file: 'deploy/web.yaml', text }]), everyRule);
    const [found] = findings.filter((finding) => finding.rule === 'pod-security/privileged');
    expect(found).toMatchObject({
      subject: 'Deployment shop/web',
      where: {
        kind: 'file',
        file: 'deploy/web.yaml',
        line: 11,
        field: 'spec.template.spec.containers[0].securityContext.privileged',
      },
      details: {
        actual: 'true',
        required: 'false or not set',
        page: 'policy-pack/rules/pod-security/privileged/rule.md',
        check: 'privileged',
        patch: {
          yaml: [
            'spec:',
            '  template:',
            '    spec:',
            '      containers:',
            '      - name: app',
            '        securityContext:',
            '          privileged: null',
            '',
          ].join('\n'),
          typescript:
            '{ spec: { template: { spec: { containers: [{ name: "app", securityContext: { privileged: undefined } }] } } } }\n',
        },
      },
    });
  });
});

test('a pod that is looked at alone is not blamed for what its account or its namespace gives it', () => {
  const joining = new Set(['pod-security/service-account-token', 'pod-security/resource-limits']);
  const { resources } = readStack([
    {
      file: 'a.yaml',
      text: [
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\nautomountServiceAccountToken: false',
        'apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, max: {memory: 1Gi}}]}',
        'apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec: {containers: [{name: a, image: a}]}',
      ].join('\n---\n'),
    },
  ]);
  const said = (stack: readonly Resource[], alone: boolean): readonly string[] =>
    evaluate(buildStack(stack), everyRule, { alone }).outcomes.flatMap(({ rule, kind, subject }) =>
      joining.has(rule) && subject === 'Pod default/app' ? [kind] : [],
    );
  expect(said(resources, false)).toEqual(['pass', 'pass']);
  expect(said(resources.slice(2), true)).toEqual([]);
  expect(said(resources.slice(2), false)).toEqual(['fail', 'fail']);
});
