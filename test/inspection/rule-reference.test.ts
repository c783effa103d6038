// Every rule is documented, and is declared as the policy and the reports need it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inspectionAnalyzers, inspectors } from '../../src/inspection/inspectors.ts';
import { renderRuleReference } from '../../src/inspection/rule-reference.ts';
import { inspectionRules } from '../../src/inspection/rules.ts';

describe('rules', () => {
  test('docs/inspection.md is made from the rules', () => {
    const path = join(resolve(import.meta.dirname, '../..'), 'docs/inspection.md');
    expect(readFileSync(path, 'utf8')).toBe(renderRuleReference(inspectionRules));
  });

  test('no two rules and no two analyzers have one name, and every rule is of its inspector’s area', () => {
    const ids = inspectionRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const analyzers = inspectionAnalyzers().map(({ id }) => id);
    expect(new Set(analyzers).size).toBe(analyzers.length);
    for (const { id, rules } of inspectors) {
      expect(rules.filter((rule) => !rule.id.startsWith(`${id}/`))).toEqual([]);
    }
  });

  test('every rule of an inspector is known to policies and reports, and no other', () => {
    const ids = inspectors.flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(inspectionRules.map(({ id }) => id)).toEqual(ids.sort());
  });

  test('there are thirty kinds of secrets and more', () => {
    expect(inspectionRules.filter(({ id }) => id.startsWith('secrets/')).length).toBeGreaterThan(30);
  });

  test('every recommendation of section 4 of the CIS Docker Benchmark 1.6 has a rule', () => {
    const asked = Array.from({ length: 12 }, (_, index) => `CIS Docker 4.${index + 1}`);
    const checks = new Set(inspectionRules.map(({ check }) => check));
    expect(asked.filter((one) => !checks.has(one))).toEqual([]);
  });

  test('of section 5 the rules bear the numbers of version 1.6, which came one behind those before it', () => {
    const runtime = inspectionRules.filter(({ check }) => check?.startsWith('CIS Docker 5.') === true);
    expect(runtime.map(({ id, check }) => `${check?.slice(11)} ${id}`).sort()).toEqual([
      '5.32 hardening/docker-socket',
      '5.7 hardening/ssh',
      '5.7 hardening/ssh-port',
      '5.8 hardening/privileged-port',
    ]);
  });
});
