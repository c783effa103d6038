import { describe, expect, test } from '@jest/globals';
import { resourceOf } from '../../../policy-pack/model/resource.ts';
import { labelsAt, readSelector, selects } from '../../../policy-pack/model/selector.ts';
import { formatPath, Hole, type Tree } from '../../../policy-pack/model/tree.ts';
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
