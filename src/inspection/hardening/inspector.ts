// How an image is set up: what its process may do and what stands ready for an attacker.
import type { Inspector } from '../inspector.ts';
import { accountsAnalyzer } from './accounts.ts';
import { judgeUser, rootUserRule, unknownUserRule } from './user.ts';

export const hardening: Inspector = {
  id: 'hardening',
  rules: [rootUserRule, unknownUserRule],
  analyzers: [accountsAnalyzer],
  judge: (inspected) => ({ findings: judgeUser(inspected), refusals: [] }),
};
