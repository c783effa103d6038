// Labels that no manifest holds: what a selector on a label of a controller selects.
import { expect, test } from '@jest/globals';
import { podLabels } from '../../../policy-pack/model/pod-labels.ts';
import { resourceOf } from '../../../policy-pack/model/resource.ts';
import { readSelector, selects } from '../../../policy-pack/model/selector.ts';
import { selectsSome } from '../../../policy-pack/model/selects-some.ts';
import { Hole, type Tree } from '../../../policy-pack/model/tree.ts';
import { podTemplates } from '../../../policy-pack/model/workloads.ts';

const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'x', image: 'x' }] } };

function ask(what: string, spec: Tree, selector: Tree, name: Tree = 'x'): readonly [string, string] {
  const [apiVersion, kind] = what.split(' ');
  const tree = { apiVersion: apiVersion ?? '', kind: kind ?? '', metadata: { name }, spec };
  const resource = resourceOf(tree, { kind: 'urn', urn: 'u', parents: [] });
  const [found] = resource === undefined ? [] : podTemplates(resource);
  if (found === undefined) throw new Error('no pods');
  const labels = podLabels(found);
  return [selects(readSelector(selector), labels), selectsSome(readSelector(selector), labels, found)];
}

const is = (key: string, value: string): Tree => ({ matchLabels: { [key]: value } });
const has = (key: string): Tree => ({ matchExpressions: [{ key, operator: 'Exists' }] });
const lacks = (key: string): Tree => ({ matchExpressions: [{ key, operator: 'DoesNotExist' }] });
const not = (key: string, value: string): Tree => ({
  matchExpressions: [{ key, operator: 'NotIn', values: [value] }],
});

const jobName = 'batch.kubernetes.io/job-name';
const podName = 'statefulset.kubernetes.io/pod-name';
const cron = { jobTemplate: { spec: { template } } };
const later = new Hole('unknown', 'decided later');

test.each<[string, string, Tree, Tree, string]>([
  ['a Job’s name', 'batch/v1 Job', { template }, is('job-name', 'x'), 'yes'],
  ['a Job’s name under its newer key', 'batch/v1 Job', { template }, is(jobName, 'x'), 'yes'],
  ['another Job’s name', 'batch/v1 Job', { template }, is('job-name', 'y'), 'no'],
  ['a Job’s uid', 'batch/v1 Job', { template }, is('controller-uid', 'y'), 'maybe'],
  ['that it has one', 'batch/v1 Job', { template }, has('batch.kubernetes.io/controller-uid'), 'yes'],
  ['a Job that selects by itself', 'batch/v1 Job', { manualSelector: true, template }, has('job-name'), 'no'],
  ['one that perhaps does', 'batch/v1 Job', { manualSelector: later, template }, has('job-name'), 'maybe'],
  [
    'a number of an indexed Job',
    'batch/v1 Job',
    { completionMode: 'Indexed', template },
    is('batch.kubernetes.io/job-completion-index', '1'),
    'maybe',
  ],
  [
    'a number of another',
    'batch/v1 Job',
    { template },
    is('batch.kubernetes.io/job-completion-index', '1'),
    'no',
  ],
  ['a run of a CronJob', 'batch/v1 CronJob', cron, is('job-name', 'x-29401234'), 'maybe'],
  ['a CronJob’s own name', 'batch/v1 CronJob', cron, is('job-name', 'x'), 'no'],
  ['a Deployment’s hash', 'apps/v1 Deployment', { template }, is('pod-template-hash', 'abc'), 'maybe'],
  ['any hash', 'apps/v1 Deployment', { template }, has('pod-template-hash'), 'yes'],
  ['no hash', 'apps/v1 Deployment', { template }, lacks('pod-template-hash'), 'no'],
  ['the hash of a kind without', 'apps/v1 ReplicaSet', { template }, has('pod-template-hash'), 'no'],
  ['a revision', 'apps/v1 DaemonSet', { template }, has('controller-revision-hash'), 'yes'],
  [
    'an OpenShift config',
    'apps.openshift.io/v1 DeploymentConfig',
    { template },
    is('deploymentconfig', 'x'),
    'yes',
  ],
  ['another pod of a set', 'apps/v1 StatefulSet', { template }, is(podName, 'y-0'), 'no'],
  ['a set’s own name', 'apps/v1 StatefulSet', { template }, is(podName, 'x'), 'no'],
  ['all but one pod of a set', 'apps/v1 StatefulSet', { template }, not(podName, 'x-0'), 'maybe'],
  ['all but one of another', 'apps/v1 StatefulSet', { template }, not(podName, 'y-0'), 'yes'],
  ['a label of its own', 'apps/v1 StatefulSet', { template }, is('app', 'x'), 'yes'],
])('%s', (_name, what, spec, selector, expected) => {
  expect(ask(what, spec, selector)[0]).toBe(expected);
});

test('a name that is decided later may be any', () => {
  expect(ask('batch/v1 Job', { template }, is('job-name', 'y'), later)[0]).toBe('maybe');
  expect(ask('apps/v1 StatefulSet', { template }, is(podName, 'y-0'), later)[0]).toBe('maybe');
});

test.each<[string, Tree, string, string]>([
  ['one of its pods', { replicas: 3, template }, 'x-2', 'yes'],
  ['the only pod', { template }, 'x-0', 'yes'],
  ['a pod that scaling may add', { replicas: 3, template }, 'x-3', 'maybe'],
  ['a pod before its first', { replicas: 3, ordinals: { start: 5 }, template }, 'x-2', 'maybe'],
  ['its first', { replicas: 3, ordinals: { start: 5 }, template }, 'x-5', 'yes'],
  ['a pod of a set of unknown size', { replicas: later, template }, 'x-0', 'maybe'],
  ['a pod of another set', { replicas: 3, template }, 'y-0', 'no'],
])('a selector of one pod of a StatefulSet selects %s', (_name, spec, asked, expected) => {
  const [every, some] = ask('apps/v1 StatefulSet', spec, is(podName, asked));
  expect(some).toBe(expected);
  expect(every).toBe(expected === 'no' ? 'no' : 'maybe');
});

test('what else a selector asks for must hold too', () => {
  const other = { matchLabels: { [podName]: 'x-0', app: 'y' } };
  expect(ask('apps/v1 StatefulSet', { template }, other)[1]).toBe('no');
});

test('a Job read back from a cluster states what it was given; a Deployment’s own word on its hash is overwritten', () => {
  const stating = (labels: Tree): Tree => ({ template: { ...template, metadata: { labels } } });
  const given = stating({ 'controller-uid': '7' });
  expect(ask('batch/v1 Job', given, is('controller-uid', '7'))[0]).toBe('yes');
  expect(ask('batch/v1 Job', given, is('controller-uid', '8'))[0]).toBe('no');
  const said = stating({ 'pod-template-hash': '7' });
  expect(ask('apps/v1 Deployment', said, is('pod-template-hash', '7'))[0]).toBe('maybe');
});
