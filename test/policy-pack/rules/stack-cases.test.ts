// Each rule about the whole stack says of its own cases what they expect, in whatever order they come.
import { describe, expect, test } from '@jest/globals';
import { askStack, type CaseTree, stackCasesOf, stackRules, treesOfCase } from './stack-cases.ts';

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
