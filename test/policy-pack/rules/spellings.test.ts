// Absent, false and empty are one; so are the spellings that the API server and the provider give a resource.
import { describe, expect, test } from '@jest/globals';
import { isMap, type Tree } from '../../../policy-pack/model/tree.ts';
import { ask, everyCase, rules, treeOf, treesOf } from './cases.ts';
import { merge } from './merge.ts';

/** What the provider's Check adds to a pod where it normalises (components.md, «What the real Check does»). */
const emptyPod: Tree = {
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  volumes: [],
  initContainers: [],
};
const emptyContainer: Tree = { env: [], ports: [], args: [] };
/** What the API server fills in. */
const defaultPod: Tree = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  securityContext: {},
};
const defaultContainer: Tree = {
  imagePullPolicy: 'Always',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

function padded(tree: Tree, pod: Tree, container: Tree): Tree {
  if (!isMap(tree) || tree.kind !== 'Pod' || !isMap(tree.spec ?? null)) return tree;
  const spec = isMap(tree.spec ?? null) ? merge(pod, tree.spec ?? {}, 'PodSpec') : tree.spec;
  if (!isMap(spec ?? null) || !isMap(spec)) return tree;
  const { containers } = spec;
  if (!Array.isArray(containers)) return { ...tree, spec };
  const filled = containers.map((item: Tree) => (isMap(item) ? merge(container, item, 'Container') : item));
  return { ...tree, spec: { ...spec, containers: filled } };
}

describe('one verdict for every spelling', () => {
  test.each(everyCase)('%s', (_name, rule, one) => {
    const kinds = (trees: readonly Tree[]): readonly string[] =>
      ask([rule], one, trees).outcomes.map((outcome) => outcome.kind);
    const trees = treesOf(one);
    const expected = kinds(trees);
    expect(kinds(trees.map((tree) => padded(tree, emptyPod, emptyContainer)))).toEqual(expected);
    expect(kinds(trees.map((tree) => padded(tree, defaultPod, defaultContainer)))).toEqual(expected);
  });

  test.each([
    ['0.5', '500m'],
    [0.5, '500m'],
    ['1', 1],
    ['1Gi', '1024Mi'],
  ])('a quota of %s and requests of %s', (hard, request) => {
    const quota = rules.filter((rule) => rule.id === 'quality/quota');
    const what = String(hard).endsWith('i') ? 'memory' : 'cpu';
    const container = { name: 'a', image: 'a', resources: { requests: { [what]: request } } };
    const judge = (replicas: number): readonly string[] => {
      const trees = [
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'q' },
          spec: { hard: { [`requests.${what}`]: hard } },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'd' },
          spec: { replicas, template: { spec: { containers: [container] } } },
        },
      ].map(treeOf);
      return ask(quota, { name: '', expect: 'pass' }, trees).outcomes.map((outcome) => outcome.kind);
    };
    expect(judge(1)).toEqual(['pass']);
    expect(judge(2)).toEqual(['fail']);
  });
});
