// Each rule says of its own cases what they expect.
import { describe, expect, test } from '@jest/globals';
import { ask, casesOf, everyCase, rules } from './cases.ts';

describe('cases', () => {
  test.each(everyCase)('%s', (_name, rule, one) => {
    const { outcomes, findings } = ask([rule], one);
    const kinds = new Set(outcomes.map((outcome) => outcome.kind));
    expect([...kinds]).toContain(one.expect);
    if (one.expect === 'pass') expect(kinds).not.toContain('fail');
    if (one.expect === 'pass') expect(kinds).not.toContain('unknown');
    if (one.at !== undefined) {
      expect(findings.map(({ where }) => 'field' in where && where.field)).toContain(one.at);
    }
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has a pass, a fail and an unknown',
    (id, rule) => {
      const kinds = casesOf(rule).map((one) => one.expect);
      // What is wrong by being there needs no value that could be unknown.
      const wanted = id === 'pod-security/leftover-policy' ? ['fail'] : ['pass', 'fail', 'unknown'];
      expect(kinds).toEqual(expect.arrayContaining(wanted));
    },
  );

  test('ids are unique and every fix is a sentence', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) expect(rule.fix).toMatch(/^[A-Z].*\.$/);
    for (const rule of rules) expect(rule.because).toMatch(/^[A-Z`].*\.$/);
    for (const rule of rules) expect(rule.title).not.toMatch(/\.$/);
  });
});
