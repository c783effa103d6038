// pod-security/proc-mount: no container sees the kernel's /proc unmasked.
import { userNamespacesSince } from '../../../data/pod-security-values.ts';
import { eachContainer } from '../../pod.ts';
import { flagAt } from '../../spot.ts';
import { unmasked } from '../proc-mounts.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/proc-mount',
    title: 'no container sees an unmasked /proc',
    severity: 'high',
    because:
      'The masked parts of /proc tell about the host and let a container change the kernel’s settings.',
    fix: 'Remove `procMount`, or give the pod its own user namespace (`hostUsers: false`, 1.35 and later).',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'procMount',
    standard: 'baseline',
    since: 0,
    replacedAtRestrictedSince: 35,
  },
  (pod, minor) =>
    eachContainer(pod, (container) => {
      const found = unmasked(container);
      return found === undefined || (minor >= userNamespacesSince && flagAt(pod.spec, 'hostUsers') === false)
        ? undefined
        : found;
    }),
);
