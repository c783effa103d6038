// What the Pod Security Standards leave out.
import type { Rule } from '../rule.ts';
import { rule as accountRights } from './account-rights/rule.ts';
import { rule as dangerousMounts } from './dangerous-mounts/rule.ts';
import { rule as effectiveRoot } from './effective-root/rule.ts';
import { rule as leftoverPolicy } from './leftover-policy/rule.ts';
import { rule as namespaceLabel } from './namespace-label/rule.ts';
import { rule as patchingInPlace } from './patching-in-place/rule.ts';
import { rule as probes } from './probes/rule.ts';
import { rule as readOnlyRootFilesystem } from './read-only-root-filesystem/rule.ts';
import { rule as resourceLimits } from './resource-limits/rule.ts';
import { rule as resourceRequests } from './resource-requests/rule.ts';
import { rule as runAsRange } from './run-as-range/rule.ts';
import { rule as runtimeClass } from './runtime-class/rule.ts';
import { rule as serviceAccountToken } from './service-account-token/rule.ts';
import { rule as sshPort } from './ssh-port/rule.ts';
import { rule as supplementalGroups } from './supplemental-groups/rule.ts';
import { rule as userNamespaces } from './user-namespaces/rule.ts';

export const hardeningRules: readonly Rule[] = [
  accountRights,
  dangerousMounts,
  effectiveRoot,
  leftoverPolicy,
  namespaceLabel,
  patchingInPlace,
  probes,
  readOnlyRootFilesystem,
  resourceLimits,
  resourceRequests,
  runAsRange,
  runtimeClass,
  serviceAccountToken,
  sshPort,
  supplementalGroups,
  userNamespaces,
];
