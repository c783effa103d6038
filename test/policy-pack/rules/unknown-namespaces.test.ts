// A namespace that is not known is none in particular: where some namespace could break a rule, it is not told as good.
import { describe, expect, test } from '@jest/globals';
import { Hole, isMap, type Tree } from '../../../policy-pack/model/tree.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import { ask, everyCase, type RuleCase, treesOf } from './cases.ts';
import { valueAt, withValue } from './trees.ts';

const path = ['metadata', 'namespace'];

function placed(trees: readonly Tree[], spaces: ReadonlyMap<number, Tree>): readonly Tree[] {
  return trees.map((tree, index) => {
    const space = spaces.get(index);
    return space === undefined ? tree : withValue(tree, path, space);
  });
}

/** Which resources are judged, and how. */
function told(rule: Rule, one: RuleCase, trees: readonly Tree[], kind: string): ReadonlySet<string> {
  const { outcomes } = ask([rule], one, trees);
  return new Set(outcomes.filter((outcome) => outcome.kind === kind).map(({ subject }) => subject));
}

/** Each resource alone, and all together. */
function choices(trees: readonly Tree[]): readonly (readonly number[])[] {
  const all = trees.flatMap((tree, index) => (isMap(valueAt(tree, ['metadata'])) ? [index] : []));
  return all.length > 1 ? [...all.map((index) => [index]), all] : [all];
}

describe('a namespace that is not known', () => {
  test.each(everyCase)('%s', (_name, rule, one) => {
    const trees = treesOf(one);
    for (const chosen of choices(trees)) {
      const later = new Map<number, Tree>(
        chosen.map((index) => [index, new Hole('unknown', 'later', ['urn:x'])]),
      );
      const blind = placed(trees, later);
      const doubted = told(rule, one, blind, 'unknown');
      const failed = told(rule, one, blind, 'fail');
      const concrete = [
        new Map<number, Tree>(chosen.map((index) => [index, 'default'])),
        new Map<number, Tree>(chosen.map((index) => [index, 'kube-system'])),
        new Map<number, Tree>(chosen.map((index) => [index, `of-${index}`])),
      ];
      for (const spaces of concrete) {
        const wrong = [...told(rule, one, placed(trees, spaces), 'fail')].filter(
          (subject) => !doubted.has(subject) && !failed.has(subject),
        );
        expect([chosen, [...spaces.values()], wrong]).toEqual([chosen, [...spaces.values()], []]);
      }
    }
  });
});
