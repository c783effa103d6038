// The matrices of a stack: no cell is empty without its reason, and a failing rule shows in both.
import { expect, test } from '@jest/globals';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { stackMatrices } from '../../../src/report/stack/matrices.ts';

test('of a pod in the host’s network', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostNetwork: true, containers: [] }\n';
  const { outcomes } = evaluate(readStack([{ file: 'a.yaml', text }]), stackPolicy(new Map()));
  const { levels, layers } = stackMatrices(rules, outcomes);
  const host = levels.find(({ level }) => level === 'host');
  const cell = host?.cells.find(({ control }) => control === 'host security')?.cell;
  expect(cell).toMatchObject({
    state: 'fail',
    failed: expect.arrayContaining(['pod-security/host-namespaces']),
  });
  expect(layers[0]?.cell).toMatchObject({ state: 'fail' });
  const cells = [
    ...levels.flatMap((row) => row.cells.map((one) => one.cell)),
    ...layers.map((row) => row.cell),
  ];
  for (const one of cells) {
    if (one.state === 'unknown' || one.state === 'not-covered') expect(one.reason).not.toBe('');
  }
});
