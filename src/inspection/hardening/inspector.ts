// How an image is set up: what its process may do and what stands ready for an attacker.
import type { Inspector } from '../inspector.ts';
import { accountsAnalyzer } from './accounts.ts';
import { judgeAccounts } from './accounts-rule.ts';
import { judgeConfiguration } from './configuration.ts';
import { judgeCaches, judgeKnownPaths } from './doors.ts';
import { elfAnalyzer } from './elf.ts';
import { judgeFiles } from './files.ts';
import { judgeInstructions } from './instructions.ts';
import { judgeIsaLevel } from './isa-level.ts';
import { hardeningRules } from './rules.ts';
import { judgeUser } from './user.ts';

const judges = [
  judgeUser,
  judgeAccounts,
  judgeFiles,
  judgeKnownPaths,
  judgeCaches,
  judgeConfiguration,
  judgeInstructions,
  judgeIsaLevel,
] as const;

export const hardening: Inspector = {
  id: 'hardening',
  rules: Object.values(hardeningRules),
  analyzers: [accountsAnalyzer, elfAnalyzer],
  judge: (inspected) => ({ findings: judges.flatMap((judge) => judge(inspected)), refusals: [] }),
};
