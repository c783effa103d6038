// Where data is kept, and who can reach it there.
import type { Rule } from '../rule.ts';
import { rule as accessMode } from './access-mode/rule.ts';
import { rule as cloudEncryption } from './cloud-encryption/rule.ts';
import { rule as encryption } from './encryption/rule.ts';
import { rule as hostPath } from './host-path/rule.ts';
import { rule as inTransit } from './in-transit/rule.ts';
import { rule as local } from './local/rule.ts';
import { rule as protocol } from './protocol/rule.ts';
import { rule as publicStorage } from './public/rule.ts';
import { rule as quota } from './quota/rule.ts';
import { rule as readOnly } from './read-only/rule.ts';
import { rule as selinux } from './selinux/rule.ts';
import { rule as sharedGid } from './shared-gid/rule.ts';
import { rule as subpath } from './subpath/rule.ts';

export const storageRules: readonly Rule[] = [
  accessMode,
  sharedGid,
  selinux,
  hostPath,
  local,
  subpath,
  encryption,
  inTransit,
  quota,
  readOnly,
  protocol,
  publicStorage,
  cloudEncryption,
];
