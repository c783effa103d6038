// Where images come from and how they are named.
import type { Rule } from '../rule.ts';
import { rule as certificate } from './certificate/rule.ts';
import { rule as digest } from './digest/rule.ts';
import { rule as mutableTag } from './mutable-tag/rule.ts';
import { rule as oneDigest } from './one-digest/rule.ts';
import { rule as registry } from './registry/rule.ts';
import { rule as signature } from './signature/rule.ts';

export const imagesRules: readonly Rule[] = [certificate, signature, digest, mutableTag, oneDigest, registry];
