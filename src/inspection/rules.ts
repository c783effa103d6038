// The rules of every inspector, without the inspectors: what a policy and a report need to know of them.
import { hardeningRules } from './hardening/rules.ts';
import type { InspectionRule } from './inspection-rule.ts';
import { integrityRules } from './integrity/rules.ts';
import { baseRules } from './origin/base/rules.ts';
import { originRules } from './origin/rules.ts';
import { documentedRule, secretRules, unreadRule } from './secrets/rules.ts';

/** Sorted by id. */
export const inspectionRules: readonly InspectionRule[] = [
  ...secretRules,
  documentedRule,
  unreadRule,
  ...Object.values(hardeningRules),
  ...integrityRules,
  ...Object.values(originRules),
  ...Object.values(baseRules),
].sort((a, b) => (a.id < b.id ? -1 : 1));
