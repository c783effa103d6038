// Renews the generated part of every rule's page: `node test/policy-pack/rules/write-pages.ts`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { rulePage } from '../../../policy-pack/rules/rule.ts';
import { renderRulePage } from '../../../src/report/stack/rule-page.ts';

const root = resolve(import.meta.dirname, '../../..');
for (const rule of rules) {
  const file = join(root, rulePage(rule.id));
  writeFileSync(file, renderRulePage(rule, existsSync(file) ? readFileSync(file, 'utf8') : undefined));
}
