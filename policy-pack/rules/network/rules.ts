// Who can reach whom, proven from all policies together.
import type { Rule } from '../rule.ts';
import { rule as controlPlane } from './control-plane/rule.ts';
import { rule as dangling } from './dangling/rule.ts';
import { rule as deadPolicy } from './dead-policy/rule.ts';
import { rule as defaultDeny } from './default-deny/rule.ts';
import { rule as exposure } from './exposure/rule.ts';
import { rule as isolatedNamespaces } from './isolated-namespaces/rule.ts';
import { rule as joinedProjects } from './joined-projects/rule.ts';
import { rule as only } from './only/rule.ts';
import { rule as unsupportedCni } from './unsupported-cni/rule.ts';

export const networkRules: readonly Rule[] = [
  defaultDeny,
  isolatedNamespaces,
  joinedProjects,
  only,
  exposure,
  controlPlane,
  deadPolicy,
  dangling,
  unsupportedCni,
];
