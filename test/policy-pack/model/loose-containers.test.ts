// Steps, scripts and containers of workflow engines: each that runs counts, whatever stands beside it.
import { expect, test } from '@jest/globals';
import { resourceOf } from '../../../policy-pack/model/resource.ts';
import { Hole, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import { podTemplates } from '../../../policy-pack/model/workloads.ts';

const later = new Hole('unknown', 'later');

function containersOf(spec: Tree): readonly Tree[] {
  const tree = { apiVersion: 'tekton.dev/v1', kind: 'Task', metadata: { name: 'x' }, spec };
  const resource = resourceOf(tree, { kind: 'urn', urn: 'u', parents: [] });
  if (resource === undefined) throw new Error('no resource');
  return podTemplates(resource).map((found) => JSON.parse(JSON.stringify(found.tree)).spec.containers);
}

test.each<readonly [what: string, spec: Tree, expected: readonly Tree[]]>([
  [
    'a step that is written elsewhere hides none',
    { steps: [{ ref: { name: 'other' } }, { image: 'x:latest', securityContext: { privileged: true } }] },
    [{ image: 'x:latest', securityContext: { privileged: true } }],
  ],
  [
    'the image of the step template',
    { stepTemplate: { image: 'x:1' }, steps: [{ name: 'a' }, { name: 'b', image: 'y:1' }] },
    [
      { image: 'x:1', name: 'a' },
      { image: 'y:1', name: 'b' },
    ],
  ],
  [
    'what the step template gives to each',
    {
      stepTemplate: {
        securityContext: { privileged: true, runAsUser: 0 },
        env: [
          { name: 'A', value: 'base' },
          { name: 'B', value: 'base' },
        ],
        volumeMounts: [{ name: 'v', mountPath: '/v' }],
      },
      steps: [
        {
          image: 'x:1',
          securityContext: { runAsUser: 7 },
          env: [{ name: 'A', value: 'own' }],
          volumeMounts: [{ name: 'w', mountPath: '/w' }],
        },
      ],
    },
    [
      {
        image: 'x:1',
        securityContext: { privileged: true, runAsUser: 7 },
        env: [
          { name: 'B', value: 'base' },
          { name: 'A', value: 'own' },
        ],
        volumeMounts: [
          { name: 'v', mountPath: '/v' },
          { name: 'w', mountPath: '/w' },
        ],
      },
    ],
  ],
  ['an image that is not known yet', { steps: [{ name: 'a', image: later }] }, [{ name: 'a', image: later }]],
  ['a secret image', { container: { image: new Secret('x:1') } }, [{ image: new Secret('x:1') }]],
  ['a step that is not known yet', { steps: [later, { image: 'x:1' }] }, [later, { image: 'x:1' }]],
  [
    'a sidecar that is not known yet',
    { steps: [{ image: 'x:1' }], sidecars: [later, { name: 's', image: 's:1' }] },
    [{ image: 'x:1' }, later, { name: 's', image: 's:1' }],
  ],
  [
    'sidecars that are not known yet',
    { steps: [{ image: 'x:1' }], sidecars: new Secret(later) },
    [{ image: 'x:1' }, later],
  ],
  [
    'a step template that is not known yet may give anything',
    { stepTemplate: later, steps: [{ name: 'a' }] },
    [{ name: 'a', image: later }, later],
  ],
])('%s', (_, spec, expected) => {
  expect(containersOf(spec)).toEqual([JSON.parse(JSON.stringify(expected))]);
});

test.each<readonly [what: string, spec: Tree]>([
  [
    'steps that run what is written elsewhere',
    { steps: [{ ref: { name: 'other' } }, { ref: { name: 'b' } }] },
  ],
  ['steps of steps', { steps: [[{ name: 'a', template: 'b' }]] }],
  ['a text', { container: 'main' }],
])('no container: %s', (_, spec) => {
  expect(containersOf(spec)).toEqual([]);
});
