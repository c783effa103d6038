// Each rule about the whole stack says of its own cases what they expect, and never takes a hole for good.
import { describe, expect, test } from '@jest/globals';
import { formatPath, Hole, type Path, Secret, type Tree } from '../../../policy-pack/model/tree.ts';
import { askStack, type CaseTree, stackCasesOf, stackRules, treesOfCase } from './stack-cases.ts';
import { placesOf, valueAt, withValue } from './trees.ts';

const everyCase = stackRules.flatMap((rule) =>
  stackCasesOf(rule).map((one) => [`${rule.id}: ${one.name}`, rule, one] as const),
);

describe('cases of the whole stack', () => {
  test.each(everyCase)('%s', (_name, rule, one) => {
    const { outcomes, findings } = askStack(rule, one);
    const kinds = new Set(outcomes.map((outcome) => outcome.kind));
    if (one.expect === 'not-applicable') {
      expect([...kinds].filter((kind) => kind !== 'not-applicable')).toEqual([]);
      return;
    }
    expect([...kinds]).toContain(one.expect);
    if (one.expect === 'pass') expect([...kinds]).toEqual(['pass']);
    if (one.expect === 'unknown') expect(findings).toEqual([]);
    if (one.at !== undefined)
      expect(findings.map(({ where }) => 'field' in where && where.field)).toContain(one.at);
  });

  test.each(stackRules.map((rule) => [rule.id, rule] as const))(
    '%s has a pass, a fail and an unknown',
    (_id, rule) => {
      expect(stackCasesOf(rule).map((one) => one.expect)).toEqual(
        expect.arrayContaining(['pass', 'fail', 'unknown']),
      );
    },
  );

  test.each(everyCase)('%s, whatever the order', (_name, rule, one) => {
    const trees = treesOfCase(one);
    const told = (list: readonly CaseTree[]): string =>
      JSON.stringify(askStack(rule, one, list)).replaceAll(/::r\d+/g, '::r');
    expect(told(trees.toReversed()).length).toBe(told(trees).length);
  });
});

const identity = /^(?:apiVersion|kind|metadata|metadata\.name|metadata\.namespace)$/;
const generic: readonly (Tree | undefined)[] = [undefined, true, false, 0, 53, 'x', {}, []];

describe('a hole where a value could break a rule of the whole stack', () => {
  test.each(stackRules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    const cases = stackCasesOf(rule);
    const all = cases.flatMap(treesOfCase);
    let reached = 0;
    // Two of the cases are enough: every place of them is tried with every value of the others.
    const tried = ['pass', 'fail'].flatMap((kind) => cases.findLast((one) => one.expect === kind) ?? []);
    for (const one of tried) {
      const trees = treesOfCase(one);
      const put = (index: number, path: Path, value: Tree | undefined): readonly CaseTree[] =>
        trees.map((item, at) => (at === index ? { ...item, tree: withValue(item.tree, path, value) } : item));
      for (const [index, { tree }] of trees.entries()) {
        for (const path of placesOf(tree)) {
          const here = valueAt(tree, path);
          if (identity.test(formatPath(path)) || here instanceof Hole || here instanceof Secret) continue;
          const blind = askStack(rule, one, put(index, path, new Hole('unknown', 'later', ['urn:x'])));
          if (blind.blind.length === 0) {
            const fails = [...all.map((other) => valueAt(other.tree, path)), ...generic]
              .filter((value) => !(value instanceof Hole))
              .map((value) => askStack(rule, one, put(index, path, value)).findings.length > 0);
            if (!fails.includes(true) || (!fails.includes(false) && blind.findings.length > 0)) continue;
            throw new Error(
              `${one.name}: ${formatPath(path)} was made unknown and the rule said nothing of it`,
            );
          }
          reached += 1;
        }
      }
    }
    expect(reached).toBeGreaterThan(0);
  });
});
