// Pods of custom resources behind what is not known: no rule takes them for absent, and no other resource pays for it.
import { describe, expect, test } from '@jest/globals';
import { type Resource, resourceOf } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { Hole, Secret, type Tree, type TreeMap } from '../../../policy-pack/model/tree.ts';
import { type Evaluation, evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';

const later = new Hole('unknown', 'known at deployment');
const privileged = { name: 'evil', image: 'reg.example/x:1', securityContext: { privileged: true } };

const everyRule = stackPolicy(
  new Map([['stack.rules', Object.fromEntries(rules.map((rule) => [rule.id, 'block']))]]),
);
/** Rules that look at each pod alone, whatever the kind that holds it. */
const podRules = rules.filter((rule) => rule.subject === 'pod' && rule.joins !== true);

function judged(apiVersion: string, kind: string, body: TreeMap): Evaluation {
  const tree = { apiVersion, kind, metadata: { name: 'x', namespace: 'shop' }, ...body };
  const resource: Resource | undefined = resourceOf(tree, { kind: 'urn', urn: 'u', parents: [] });
  if (resource === undefined) throw new Error('no resource');
  return evaluate(buildStack([resource]), everyRule, { rules: podRules });
}

/** Rule → how it went and, where it could not see, at which place. */
function said({ outcomes }: Evaluation): readonly string[] {
  return outcomes.map((one) => `${one.rule} ${one.kind}${one.kind === 'unknown' ? ` ${one.path}` : ''}`);
}

const specs: readonly (readonly [what: string, spec: Tree])[] = [
  ['the whole spec', later],
  ['a secret spec', new Secret(later)],
  ['the template', { template: later }],
  ['a secret template', { template: new Secret(later) }],
  ['a template in a secret spec', new Secret({ template: later })],
  ['the spec of the pod', { template: { spec: later } }],
  ['the containers', { template: { spec: { containers: new Secret(later) } } }],
  ['one of the containers', { template: { spec: { containers: [later, privileged] } } }],
];

describe.each(specs)('%s not known', (_, spec) => {
  const expected = said(judged('apps/v1', 'ReplicaSet', { spec }));

  test('tells each rule of a ReplicaSet where it cannot see', () => {
    expect(expected).toContainEqual(expect.stringMatching(/^pod-security\/run-as-user unknown spec/));
  });

  test.each([
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['serving.knative.dev/v1', 'Service'],
    ['serving.knative.dev/v1', 'Configuration'],
    ['apps.kruise.io/v1alpha1', 'CloneSet'],
  ])('and those of %s %s alike', (apiVersion, kind) => {
    const like = kind === 'Rollout' ? expected : expected.filter((one) => !kindsAlone.test(one));
    const told = said(judged(apiVersion, kind, { spec }));
    expect(kind === 'Rollout' ? told : told.filter((one) => !kindsAlone.test(one))).toEqual(like);
  });
});

/** Rules that leave kinds out which they do not know. */
const kindsAlone = /^pod-security\/(probes|ssh-port) /;

test.each([
  ['serving.knative.dev/v1', 'Revision', { spec: { containers: [later, privileged] } }, 'spec.containers[0]'],
  ['serving.knative.dev/v1', 'Revision', { spec: new Secret(later) }, 'spec'],
  [
    'keda.sh/v1alpha1',
    'ScaledJob',
    { spec: { jobTargetRef: { template: later } } },
    'spec.jobTargetRef.template',
  ],
  // Of kinds that nobody knows by name, where nothing but a pod can stand.
  ['example.org/v1', 'Farm', { spec: { podTemplate: later } }, 'spec.podTemplate'],
  ['example.org/v1', 'Farm', { spec: { podTemplate: { spec: new Secret(later) } } }, 'spec.podTemplate.spec'],
  [
    'example.org/v1',
    'Farm',
    { spec: { template: { spec: { containers: later } } } },
    'spec.template.spec.containers',
  ],
  [
    'example.org/v1',
    'Farm',
    { spec: { hands: { containers: [later], volumes: [] } } },
    'spec.hands.containers[0]',
  ],
  [
    'example.org/v1',
    'Farm',
    { spec: { hands: [{ template: { spec: { containers: [privileged] } } }, new Secret(later)] } },
    'spec.hands[1]',
  ],
])('%s %s %j: every rule says that it cannot see %s', (apiVersion, kind, body, path) => {
  const told = said(judged(apiVersion, kind, body));
  expect(told).toContain(`pod-security/run-as-user unknown ${path}`);
  expect(told).toContain(`pod-security/privileged unknown ${path}`);
});

test.each([
  ['a secret on the way', { spec: new Secret({ hand: { containers: [privileged] } }) }],
  ['secret containers', { spec: { hand: { containers: new Secret([new Secret(privileged)]) } } }],
  ['a container beside one that is not known', { spec: { hand: { containers: [later, privileged] } } }],
])('%s does not hide a privileged container', (_, body) => {
  expect(said(judged('example.org/v1', 'Farm', body))).toContain('pod-security/privileged fail');
});

test('a Rollout that takes its pods from a Deployment has none of its own', () => {
  const body = { spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } };
  expect(said(judged('argoproj.io/v1alpha1', 'Rollout', body))).toEqual([]);
});

describe('a custom resource in which nothing tells of a pod', () => {
  test.each([
    ['cert-manager.io/v1', 'Certificate', { spec: { secretName: later, dnsNames: [later], foo: later } }],
    ['cert-manager.io/v1', 'Issuer', { spec: { acme: { server: later, email: new Secret(later) } } }],
    ['policy/v1', 'PodDisruptionBudget', { spec: later }],
    [
      'kafka.strimzi.io/v1',
      'Kafka',
      { spec: { kafka: { version: later, template: { pod: { volumes: [] } } } } },
    ],
  ])('%s %s: a value that is not known costs nothing', (apiVersion, kind, body) => {
    const { blind, coverage } = judged(apiVersion, kind, body);
    expect(blind).toEqual([]);
    expect(coverage).toEqual({ seen: 1, opaque: [], percent: 100 });
  });

  test.each([
    ['its spec', { spec: later }, 'spec'],
    ['a template', { spec: { target: { template: new Secret(later) } } }, 'spec.target.template'],
    ['steps', { spec: { steps: [later] } }, 'spec.steps[0]'],
    [
      'one of several that hold pods',
      { spec: { replicaSpecs: { Worker: { template: { spec: { containers: [privileged] } } }, PS: later } } },
      'spec.replicaSpecs.PS',
    ],
  ])('%s that may hold one is listed as not seen, and no rule is told', (_, body, path) => {
    const { blind, coverage } = judged('example.org/v1', 'Farm', body);
    expect(blind.filter(({ where }) => where.kind === 'urn' && where.field === path)).toEqual([]);
    expect(coverage).toEqual({
      seen: 1,
      opaque: [
        {
          subject: 'u',
          reason: `${path} is not known (known at deployment): pods that it may hold are not judged`,
        },
      ],
      percent: 50,
    });
  });
});
