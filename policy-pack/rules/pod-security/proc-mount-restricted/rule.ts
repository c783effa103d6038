// pod-security/proc-mount-restricted: no container sees the kernel's /proc unmasked, whatever its user namespace.
import { eachContainer } from '../../pod.ts';
import { unmasked } from '../proc-mounts.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/proc-mount-restricted',
    title: 'no container sees an unmasked /proc, with or without a user namespace',
    severity: 'medium',
    because: 'The masked parts of /proc tell about the host; the level restricted leaves no exception.',
    fix: 'Remove `procMount`.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'procMount_restricted',
    standard: 'restricted',
    since: 35,
  },
  (pod) => eachContainer(pod, unmasked),
);
