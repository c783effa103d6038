// The form that was written and what the API server and the provider make of it give the same verdict, at every place.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../../src/terms/finding.ts';
import { ask, everyCase, treesOf } from './cases.ts';
import { type Choose, respell } from './respelling.ts';
import { askStack, stackCasesOf, stackRules, treesOfCase } from './stack-cases.ts';

const choices = fc.infiniteStream(fc.boolean());

function chooseFrom(stream: Iterator<boolean>): Choose {
  return () => stream.next().value === true;
}

/** Paths may move up to where something stands at all. */
function verdict(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ rule, subject, kind }) => `${rule} ${subject} ${kind}`).sort();
}

describe('every case of a pod or resource, respelt', () => {
  test.each(everyCase)('%s', (_name, rule, one) => {
    const trees = treesOf(one);
    const expected = verdict(ask([rule], one, trees).outcomes);
    fc.assert(
      fc.property(choices, (stream) => {
        const choose = chooseFrom(stream);
        expect(
          verdict(
            ask(
              [rule],
              one,
              trees.map((tree) => respell(tree, choose)),
            ).outcomes,
          ),
        ).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});

const stackCases = stackRules.flatMap((rule) =>
  stackCasesOf(rule).map((one) => [`${rule.id}: ${one.name}`, rule, one] as const),
);

describe('every case of a whole stack, respelt', () => {
  test.each(stackCases)('%s', (_name, rule, one) => {
    const trees = treesOfCase(one);
    const expected = verdict(askStack(rule, one, trees).outcomes);
    fc.assert(
      fc.property(choices, (stream) => {
        const choose = chooseFrom(stream);
        const other = trees.map((item) => ({ ...item, tree: respell(item.tree, choose) }));
        expect(verdict(askStack(rule, one, other).outcomes)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});
