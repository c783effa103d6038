// pod-security/seccomp-profile-baseline: no container switches seccomp off.
import { badAnnotations, badProfiles } from '../seccomp.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/seccomp-profile-baseline',
    title: 'no container switches seccomp off',
    severity: 'high',
    because: 'Without seccomp a container may use every system call, the rarely tested ones included.',
    fix: 'Remove the profile, or set RuntimeDefault or Localhost.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'seccompProfile_baseline',
    standard: 'baseline',
    since: 0,
    replacedAtRestrictedSince: 19,
  },
  (pod, minor) => (minor >= 19 ? badProfiles(pod) : badAnnotations(pod)),
);
