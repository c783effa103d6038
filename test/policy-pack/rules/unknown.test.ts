// What is not known is never taken for good: every place that a rule's cases touch is made a hole, one at a time.
import { describe, expect, test } from '@jest/globals';
import { formatPath, Hole, type Path, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import type { Rule } from '../../../policy-pack/rules/rule.ts';
import type { Outcome } from '../../../src/terms/finding.ts';
import { ask, casesOf, type RuleCase, rules, treesOf } from './cases.ts';
import { placesOf, valueAt, withValue } from './trees.ts';

/** Who the resource is, and what its type is, are known before anything else. */
const identity = /^(?:apiVersion|kind|metadata|metadata\.name|metadata\.namespace)$/;

/** Values that break some rule somewhere, beside those of the rule's own cases. */
const generic: readonly (Tree | undefined)[] = [undefined, true, false, 0, 22, 'x', {}, []];

interface Place {
  readonly resource: number;
  readonly path: Path;
}

function placesIn(trees: readonly Tree[]): readonly Place[] {
  return trees.flatMap((tree, resource) =>
    placesOf(tree)
      .filter((path) => !identity.test(formatPath(path)))
      .map((path) => ({ resource, path })),
  );
}

function put(trees: readonly Tree[], { resource, path }: Place, value: Tree | undefined): readonly Tree[] {
  return trees.map((tree, index) => (index === resource ? withValue(tree, path, value) : tree));
}

function outcomes(rule: Rule, one: RuleCase, trees: readonly Tree[]): readonly Outcome[] {
  return ask([rule], one, trees).outcomes;
}

function failsAnyhow(found: readonly Outcome[]): boolean {
  return found.some((outcome) => outcome.kind === 'fail');
}

/** Whether an unknown outcome stands at the place or above it, or in another resource that is joined with it. */
function isBlindAt(found: readonly Outcome[], { resource, path }: Place): boolean {
  const wanted = formatPath(path);
  return found.some((outcome) => {
    if (outcome.kind !== 'unknown') return false;
    const joined = !outcome.subject.endsWith(`::r${resource}`);
    return joined || outcome.path === '' || wanted.startsWith(outcome.path);
  });
}

function isPlain(tree: Tree | undefined): boolean {
  return !(tree instanceof Hole) && !(tree instanceof Secret);
}

describe('a hole where a value could break a rule', () => {
  const reached: string[] = [];

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    const cases = casesOf(rule);
    const allTrees = cases.map(treesOf);
    for (const one of cases) {
      const trees = treesOf(one);
      for (const place of placesIn(trees)) {
        const before = outcomes(rule, one, trees);
        if (!isPlain(valueAt(trees[place.resource], place.path))) continue;
        const values = [
          ...allTrees.flatMap((other) => other.map((tree) => valueAt(tree, place.path))),
          ...generic,
        ].filter(isPlain);
        const blind = outcomes(rule, one, put(trees, place, new Hole('unknown', 'later', ['urn:x'])));
        const told = values.map((value) => outcomes(rule, one, put(trees, place, value)));
        const breaks = told.some(failsAnyhow);
        const always = told.every(failsAnyhow);
        if (!breaks) continue;
        const where = `${one.name}: ${formatPath(place.path)}`;
        if (always && failsAnyhow(blind)) continue;
        if (!isBlindAt(blind, place)) {
          const said = blind.map((outcome) => outcome.kind).join(', ');
          throw new Error(`${where} was made unknown and the rule said ${said || 'nothing'}`);
        }
        expect(before.length).toBeGreaterThan(0);
        reached.push(`${rule.id} ${formatPath(place.path)}`);
      }
    }
    expect(
      reached.some((line) => line.startsWith(`${rule.id} `)) || rule.id === 'pod-security/leftover-policy',
    ).toBe(true);
  });

  test('a resource of which nothing is known is unknown to every rule that looks at it', () => {
    for (const rule of rules) {
      const [one] = casesOf(rule).filter((candidate) => candidate.expect === 'fail');
      if (one === undefined) continue;
      const trees = treesOf(one).map((tree) =>
        ['kind', 'apiVersion', 'metadata'].reduce<Tree>(
          (kept, key) => withValue(kept, [key], valueAt(tree, [key])),
          { spec: new Hole('unknown', 'later'), data: new Hole('unknown', 'later') },
        ),
      );
      expect(() => outcomes(rule, one, trees)).not.toThrow();
    }
  });
});
