// Every rule has its page: the generated part is that of the rule, and a person wrote the rest.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { rulePage } from '../../../policy-pack/rules/rule.ts';
import { hasOwnWords, renderRulePage } from '../../../src/report/stack/rule-page.ts';

const root = resolve(import.meta.dirname, '../../..');

test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = readFileSync(join(root, rulePage(id)), 'utf8');
  expect(page).toBe(renderRulePage(rule, page));
  expect(hasOwnWords(page)).toBe(true);
});
