// pod-security/allow-privilege-escalation: no process gains more rights than the one that started it.
import { sight, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { flagAt, go, pathOf } from '../../spot.ts';
import { isExcused, standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/allow-privilege-escalation',
    title: 'no process gains more rights than the one that started it',
    severity: 'medium',
    because:
      'A setuid program in the image is enough to become root while escalation is allowed, and it is by default.',
    fix: 'Set `allowPrivilegeEscalation: false` in every container.',
    level: 'container',
    control: 'hardened configuration',
    layer: 5,
    check: 'allowPrivilegeEscalation',
    standard: 'restricted',
    since: 8,
  },
  (pod, minor) =>
    sight(() => {
      if (isExcused(pod, minor)) return undefined;
      return eachContainer(pod, ({ spot, label }) => {
        if (flagAt(spot, 'securityContext', 'allowPrivilegeEscalation') === false) return undefined;
        const place = go(spot, 'securityContext', 'allowPrivilegeEscalation');
        return violation(place, `container ${label} may gain privileges`, 'false', [
          { path: pathOf(place), value: false },
        ]);
      });
    }),
);
