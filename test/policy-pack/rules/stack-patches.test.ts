// Patches of rules about the whole stack end their violation, break nothing else, and change nothing the second time.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Finding } from '../../../src/terms/finding.ts';
import { treeOf } from './cases.ts';
import { merge } from './merge.ts';
import { renderPatchList } from './patch-list.ts';
import {
  askStack,
  type CaseTree,
  type StackCase,
  stackCasesOf,
  stackOf,
  stackRules,
  treesOfCase,
} from './stack-cases.ts';

function patchOf({ details }: Finding): { readonly yaml: string; readonly typescript: string } | undefined {
  return details.kind === 'fact' ? details.patch : undefined;
}

function keyOf({ rule, subject, where, message }: Finding): string {
  return `${rule} ${subject} ${'field' in where ? where.field : ''} ${message}`;
}

function everything(one: StackCase, trees: readonly CaseTree[]): readonly string[] {
  const asked = Object.fromEntries(stackRules.map(({ id }) => [id, 'block']));
  const policy = stackPolicy(new Map(Object.entries({ ...one.policy, 'stack.rules': asked })));
  const { findings, blind } = evaluate(stackOf(trees), policy, { rules: stackRules });
  return [...findings, ...blind].map(keyOf);
}

const patched = stackRules.flatMap((rule) =>
  stackCasesOf(rule).flatMap((one) =>
    askStack(rule, one)
      .findings.filter((finding) => patchOf(finding) !== undefined)
      .map((finding) => [`${rule.id}: ${one.name}`, rule, one, finding] as const),
  ),
);

describe('patches of other providers’ resources', () => {
  test.each(patched)('%s', (_name, rule, one, finding) => {
    const patch = treeOf(parse(patchOf(finding)?.yaml ?? ''));
    const index = Number(finding.subject.slice(finding.subject.lastIndexOf('::r') + 3));
    const apply = (trees: readonly CaseTree[]): readonly CaseTree[] =>
      trees.map((item, at) => (at === index ? { ...item, tree: merge(item.tree, patch) } : item));
    const before = treesOfCase(one);
    const after = apply(before);
    expect(askStack(rule, one, after).findings.map(keyOf)).not.toContain(keyOf(finding));
    expect(everything(one, before)).toEqual(expect.arrayContaining([...everything(one, after)]));
    expect(apply(after)).toEqual(after);
    // The same tree in both languages: no SDK of these providers is at hand to compile against.
    const written: unknown = new Function(`return (${patchOf(finding)?.typescript})`)();
    expect(written).toEqual(parse(patchOf(finding)?.yaml ?? ''));
  });

  test('every rule that prints some is among them', () => {
    expect([...new Set(patched.map(([, { id }]) => id))].sort()).toEqual([
      'egress/cluster-endpoint',
      'storage/cloud-encryption',
      'storage/public',
    ]);
  });
});

test('the list of rules that print a patch is the one in docs/', () => {
  const file = resolve(import.meta.dirname, '../../../docs/patches.md');
  if (readFileSync(file, 'utf8') !== renderPatchList())
    throw new Error(
      'docs/patches.md is another one now: run node test/policy-pack/rules/write-patch-list.ts',
    );
});
