// Every rule of the stack gate, in the order of the documentation.
import { standardRules } from './pod-security/standards.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [...standardRules];
