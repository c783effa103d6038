// storage/selinux: pods with block volumes say the SELinux label that the volume gets.
import { sight, violation } from '../../observation.ts';
import { isWindows } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, isSet, itemsAt, textAt } from '../../spot.ts';
import { claimsOf } from '../joins.ts';
import { behind } from '../kinds.ts';
import { storagePlace } from '../place.ts';

export const rule: PodRule = {
  ...storagePlace,
  id: 'storage/selinux',
  title: 'pods with block volumes say their SELinux level',
  severity: 'low',
  otherwise: 'off',
  because:
    'A block volume is labelled for the pod that mounts it; without a level of its own, any container of the node with the same default can read it.',
  fix: 'Set `securityContext.seLinuxOptions.level` to the level of the namespace.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'pod',
  check: (pod, { stack }) =>
    sight(() => {
      const block = claimsOf(pod, stack).filter((claim) => behind(stack, claim, 'block') !== undefined);
      const [first] = block;
      if (first === undefined || isWindows(pod)) return [];
      const place = go(pod.spec, 'securityContext', 'seLinuxOptions', 'level');
      if (textAt(place) !== undefined) return [];
      const containers = itemsAt(pod.spec, 'containers');
      if (
        containers.length > 0 &&
        containers.every((one) => isSet(one, 'securityContext', 'seLinuxOptions', 'level'))
      )
        return [];
      return [
        violation(
          place,
          `block volume ${first.volume} gets no SELinux level of the pod’s own`,
          'a level such as s0:c123,c456',
        ),
      ];
    }),
};
