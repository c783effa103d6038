// pod-security/read-only-root-filesystem: containers cannot change their own files.
import { sight, violation } from '../../observation.ts';
import { eachContainer, isWindows } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { flagAt, go, pathOf } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/read-only-root-filesystem',
  title: 'the root filesystem of every container is read-only',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'What an intruder cannot write, it cannot plant: neither tools nor changed programs survive in a read-only root.',
  fix: 'Set `readOnlyRootFilesystem: true` and mount an emptyDir where the program writes.',
  level: 'container',
  control: 'hardened configuration',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.4.4', 'NSA Kubernetes Hardening Guide: immutable filesystems'],
  subject: 'pod',
  check: (pod) =>
    sight(() => {
      if (isWindows(pod)) return undefined;
      return eachContainer(
        pod,
        ({ spot, label }) => {
          if (flagAt(spot, 'securityContext', 'readOnlyRootFilesystem') === true) return undefined;
          const place = go(spot, 'securityContext', 'readOnlyRootFilesystem');
          return violation(place, `container ${label} can write to its root filesystem`, 'true', [
            { path: pathOf(place), value: true },
          ]);
        },
        ['initContainers', 'containers'],
      );
    }),
};
