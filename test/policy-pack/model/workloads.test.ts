import { describe, expect, test } from '@jest/globals';
import { resourceOf } from '../../../policy-pack/model/resource.ts';
import { labelsAt, readSelector, selects } from '../../../policy-pack/model/selector.ts';
import { at, formatPath, Hole, type Tree } from '../../../policy-pack/model/tree.ts';
import { podTemplates } from '../../../policy-pack/model/workloads.ts';

const spec = { containers: [{ name: 'main', image: 'app:1' }] };
const template = { metadata: { labels: { app: 'web' } }, spec };

function pathsOf(apiVersion: string, kind: string, body: Tree): string[] {
  const resource = resourceOf(
    { apiVersion, kind, metadata: { name: 'x' }, ...Object(body) },
    { kind: 'urn', urn: 'u', parents: [] },
  );
  if (resource === undefined) throw new Error('no resource');
  return podTemplates(resource).map((found) => formatPath(found.specPath));
}

describe('pod templates', () => {
  test.each([
    ['v1', 'Pod', { spec }, ['spec']],
    ['apps/v1', 'Deployment', { spec: { template } }, ['spec.template.spec']],
    ['v1', 'ReplicationController', { spec: { template } }, ['spec.template.spec']],
    [
      'batch/v1',
      'CronJob',
      { spec: { jobTemplate: { spec: { template } } } },
      ['spec.jobTemplate.spec.template.spec'],
    ],
    ['v1', 'PodTemplate', { template }, ['template.spec']],
    ['argoproj.io/v1alpha1', 'Rollout', { spec: { template } }, ['spec.template.spec']],
    ['serving.knative.dev/v1', 'Service', { spec: { template } }, ['spec.template.spec']],
    [
      'sparkoperator.k8s.io/v1beta2',
      'SparkApplication',
      { spec: { driver: { template } } },
      ['spec.driver.template.spec'],
    ],
    [
      'argoproj.io/v1alpha1',
      'Workflow',
      {
        spec: {
          templates: [
            { name: 'a', container: { image: 'app:1' }, sidecars: [{ name: 's', image: 'side:1' }] },
            { name: 'b', script: { image: 'app:1', source: 'true' } },
            { name: 'c', steps: [[{ name: 'd', template: 'a' }]] },
          ],
        },
      },
      ['spec.templates[0]', 'spec.templates[1]'],
    ],
    ['tekton.dev/v1', 'Task', { spec: { steps: [{ name: 'a', image: 'app:1' }] } }, ['spec']],
    [
      'example.org/v1',
      'Pair',
      { spec: { left: { podSpec: spec }, right: [{ template }] } },
      ['spec.left.podSpec', 'spec.right[0].template.spec'],
    ],
    [
      'kafka.strimzi.io/v1beta2',
      'Kafka',
      { spec: { kafka: { template: { pod: { securityContext: { runAsUser: 0 } } } } } },
      ['spec.kafka.template.pod'],
    ],
    ['v1', 'Service', { spec: { selector: { app: 'web' } } }, []],
  ])('%s %s', (apiVersion, kind, body, expected) => {
    expect(pathsOf(apiVersion, kind, body)).toEqual(expected);
  });
});

describe('selectors', () => {
  const labels = labelsAt({ app: 'web', tier: new Hole('unknown', 'later'), level: 3 }, []);

  test.each([
    [{}, 'yes'],
    [{ matchLabels: { app: 'web' } }, 'yes'],
    [{ matchLabels: { app: 'api' } }, 'no'],
    [{ matchLabels: { level: '3' } }, 'yes'],
    [{ matchLabels: { tier: 'db' } }, 'maybe'],
    [{ matchLabels: { tier: 'db', app: 'api' } }, 'no'],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, 'yes'],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, 'no'],
    [{ matchExpressions: [{ key: 'gone', operator: 'NotIn', values: ['x'] }] }, 'yes'],
    [{ matchExpressions: [{ key: 'app', operator: 'Near', values: ['x'] }] }, 'maybe'],
    [new Hole('unknown', 'later'), 'maybe'],
  ])('%j selects: %s', (selector, expected) => {
    expect(selects(readSelector(selector), labels)).toBe(expected);
  });

  test('labels that may grow leave absence open', () => {
    expect(selects(readSelector({ matchLabels: { x: 'y' } }), { ...labels, complete: false })).toBe('maybe');
  });
});

test('every container of a workflow counts, those beside it too', () => {
  const tree = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'x' },
    spec: { templates: [{ container: { image: 'app:1' }, sidecars: [{ name: 's', image: 'side:1' }] }] },
  };
  const resource = resourceOf(tree, { kind: 'urn', urn: 'u', parents: [] });
  const found = resource === undefined ? [] : podTemplates(resource);
  expect(found.map((one) => at(one.tree, ['spec', 'containers']))).toEqual([
    { kind: 'known', secret: false, value: [{ image: 'app:1' }, { name: 's', image: 'side:1' }] },
  ]);
});
