// What is not known is never taken for good: every place that a rule's cases touch is made a hole, one at a time.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Hole, type Tree } from '../../../policy-pack/model/tree.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { exploreRule, needsNoValue, renderBlindList } from './blind-list.ts';
import type { BlindPlace } from './blind-places.ts';
import { ask, casesOf, rules as ofOneResource, treesOf } from './cases.ts';
import { valueAt } from './trees.ts';

describe('a hole where a value could break a rule', () => {
  const found = new Map<string, readonly BlindPlace[]>();

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const places = exploreRule(rule);
    found.set(id, places);
    expect(places.length > 0).toBe(!needsNoValue.has(id));
  });

  test('every place is in the list that is printed', () => {
    const file = resolve(import.meta.dirname, '../../../docs/unknown.md');
    if (readFileSync(file, 'utf8') !== renderBlindList(found))
      throw new Error(
        'docs/unknown.md is another one now: run node test/policy-pack/rules/write-blind-list.ts',
      );
  });

  test('a resource of which nothing is known is unknown to every rule that looks at it', () => {
    for (const rule of ofOneResource) {
      const [one] = casesOf(rule).filter((candidate) => candidate.expect === 'fail');
      if (one === undefined || needsNoValue.has(rule.id)) continue;
      const blind = new Hole('unknown', 'later');
      const trees = treesOf(one).map((tree): Tree => {
        const [apiVersion, kind, name, namespace] = [
          ['apiVersion'],
          ['kind'],
          ['metadata', 'name'],
          ['metadata', 'namespace'],
        ].map((path) => valueAt(tree, path) ?? null);
        const metadata = {
          name: name ?? null,
          namespace: namespace ?? null,
          labels: blind,
          annotations: blind,
        };
        const rest = ['spec', 'data', 'stringData', 'parameters', 'template'].map((key) => [key, blind]);
        return { apiVersion: apiVersion ?? null, kind: kind ?? null, metadata, ...Object.fromEntries(rest) };
      });
      const kinds = ask([rule], one, trees).outcomes.map(({ kind }) => kind);
      expect([rule.id, kinds.includes('unknown')]).toEqual([rule.id, true]);
    }
  });
});
