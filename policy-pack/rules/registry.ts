// Every rule of the stack gate, in the order of the documentation.

import { egressRules } from './egress/rules.ts';
import { imagesRules } from './images/rules.ts';
import { networkRules } from './network/rules.ts';
import { hardeningRules } from './pod-security/hardening.ts';
import { standardRules } from './pod-security/standards.ts';
import { qualityRules } from './quality/rules.ts';
import type { Rule } from './rule.ts';
import { secretsRules } from './secrets/rules.ts';
import { storageRules } from './storage/rules.ts';

export const rules: readonly Rule[] = [
  ...standardRules,
  ...hardeningRules,
  ...secretsRules,
  ...imagesRules,
  ...qualityRules,
  ...networkRules,
  ...egressRules,
  ...storageRules,
];
