// What a pull request is shown of a large stack's network: every change counted, many of them folded to namespaces.
import { expect, test } from '@jest/globals';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack, type Stack } from '../../../policy-pack/model/stack.ts';
import { reachBlock } from '../../../src/report/markdown/reach.ts';
import { comparedWorkloads, reachReport } from '../../../src/run/stack/reach-report.ts';
import type { ReachReport } from '../../../src/terms/verdict.ts';
import { sample } from '../../report/sample.ts';

const stackOf = (...documents: readonly string[]): Stack =>
  buildStack(readManifests([{ file: 'stack.yaml', text: documents.join('\n---\n') }]).resources);

const pod = (namespace: string, name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  containers:\n  - name: main\n    image: r.example/a:1`;

const deny = (namespace: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: ${namespace}\nspec:\n  podSelector: {}\n  policyTypes:\n  - Ingress`;

const pods = ['a', 'b', 'c'].flatMap((namespace) =>
  Array.from({ length: 20 }, (_, at) => pod(namespace, `pod-${at}`)),
);

function shown(report: ReturnType<typeof reachReport>): ReachReport {
  if (report === undefined || report === 'too many') throw new Error(`nothing is shown: ${report}`);
  return report;
}

test('few changes stand row by row', () => {
  const few = pods.slice(0, 3);
  const { changes } = shown(reachReport(stackOf(...few), stackOf(...few, deny('a'))));
  expect(changes?.listed.length).toBe((changes?.opened ?? 0) + (changes?.changed ?? 0));
  expect(changes?.listed.every(({ pairs }) => pairs === undefined)).toBe(true);
});

test('many stand by namespace, and no pair is lost from the count', () => {
  const report = shown(reachReport(stackOf(...pods), stackOf(...pods, deny('a'))));
  const { opened, closed, changed, listed } = report.changes ?? {
    opened: 0,
    closed: 0,
    changed: 0,
    listed: [],
  };
  expect(opened).toBeGreaterThan(1000);
  expect(listed.reduce((sum, { pairs = 0 }) => sum + pairs, 0)).toBe(opened + closed + changed);
  expect(listed).toContainEqual({
    kind: 'opened',
    source: 'b',
    destination: 'a',
    pairs: 400,
    before: 'No Connections',
    after: 'All Connections',
  });
  const table = reachBlock({ ...sample, reach: report }, { rows: 50, picture: 20_000 }).join('\n');
  expect(table).toContain('| opened | `b` | `a` (400 pairs) | `No Connections` | `All Connections` |');
  expect(table).not.toContain('more are not shown');
});

test('more workloads than before are compared, and too many are said to be too many', () => {
  expect(comparedWorkloads).toBeGreaterThanOrEqual(6000);
  const many = Array.from({ length: comparedWorkloads + 1 }, (_, at) => pod('a', `p-${at}`));
  expect(reachReport(stackOf(...many), undefined)).toBe('too many');
});
