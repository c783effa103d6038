// Who can reach whom, proven from all policies together.
import type { Rule } from '../rule.ts';
import { rule as defaultDeny } from './default-deny/rule.ts';

export const networkRules: readonly Rule[] = [defaultDeny];
