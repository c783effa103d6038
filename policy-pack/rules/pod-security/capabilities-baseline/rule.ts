// pod-security/capabilities-baseline: no container adds capabilities beyond the default ones.
import { baselineCapabilities } from '../../../data/pod-security-values.ts';
import { addedCapabilities } from '../capabilities.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/capabilities-baseline',
    title: 'no container adds capabilities beyond those of the runtime’s default',
    severity: 'high',
    because:
      'Each added capability is a piece of root: SYS_ADMIN or SYS_PTRACE is a way out of the container.',
    fix: 'Add only capabilities of the default set, or none.',
    level: 'container',
    control: 'hardened configuration',
    layer: 5,
    check: 'capabilities_baseline',
    standard: 'baseline',
    since: 0,
    replacedAtRestrictedSince: 22,
  },
  (pod) => addedCapabilities(pod, (name) => baselineCapabilities.has(name), 'one of the default set'),
);
