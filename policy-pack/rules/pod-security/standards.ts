// Every check of the Pod Security Standards.
import { rule as allowPrivilegeEscalation } from './allow-privilege-escalation/rule.ts';
import { rule as appArmorProfile } from './app-armor-profile/rule.ts';
import { rule as capabilitiesBaseline } from './capabilities-baseline/rule.ts';
import { rule as capabilitiesRestricted } from './capabilities-restricted/rule.ts';
import { rule as hostNamespaces } from './host-namespaces/rule.ts';
import { rule as hostPathVolumes } from './host-path-volumes/rule.ts';
import { rule as hostPorts } from './host-ports/rule.ts';
import { rule as hostProbesAndHostLifecycle } from './host-probes-and-host-lifecycle/rule.ts';
import { rule as privileged } from './privileged/rule.ts';
import { rule as procMount } from './proc-mount/rule.ts';
import { rule as procMountRestricted } from './proc-mount-restricted/rule.ts';
import { rule as restrictedVolumes } from './restricted-volumes/rule.ts';
import { rule as runAsNonRoot } from './run-as-non-root/rule.ts';
import { rule as runAsUser } from './run-as-user/rule.ts';
import { rule as seLinuxOptions } from './se-linux-options/rule.ts';
import { rule as seccompProfileBaseline } from './seccomp-profile-baseline/rule.ts';
import { rule as seccompProfileRestricted } from './seccomp-profile-restricted/rule.ts';
import type { StandardRule } from './standard.ts';
import { rule as sysctls } from './sysctls/rule.ts';
import { rule as windowsHostProcess } from './windows-host-process/rule.ts';

export const standardRules: readonly StandardRule[] = [
  allowPrivilegeEscalation,
  appArmorProfile,
  capabilitiesBaseline,
  capabilitiesRestricted,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seLinuxOptions,
  seccompProfileBaseline,
  seccompProfileRestricted,
  sysctls,
  windowsHostProcess,
];
