// Writes docs/unknown.md anew: `node test/policy-pack/rules/write-blind-list.ts`.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../../policy-pack/rules/registry.ts';
import { exploreRule, renderBlindList } from './blind-list.ts';

const found = new Map(rules.map((rule) => [rule.id, exploreRule(rule)]));
writeFileSync(resolve(import.meta.dirname, '../../../docs/unknown.md'), renderBlindList(found));
