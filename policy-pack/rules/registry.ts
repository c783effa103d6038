// Every rule of the stack gate, in the order of the documentation.
import { rule as privileged } from './pod-security/privileged/rule.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [privileged];
