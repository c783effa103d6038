// Where images come from and how they are named.
import type { Rule } from '../rule.ts';
import { rule as digest } from './digest/rule.ts';
import { rule as mutableTag } from './mutable-tag/rule.ts';
import { rule as registry } from './registry/rule.ts';

export const imagesRules: readonly Rule[] = [digest, mutableTag, registry];
