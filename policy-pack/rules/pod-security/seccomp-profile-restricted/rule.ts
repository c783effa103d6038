// pod-security/seccomp-profile-restricted: every container has a seccomp profile.
import { sight, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { go, isSet, pathOf } from '../../spot.ts';
import { badProfiles } from '../seccomp.ts';
import { isExcused, standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/seccomp-profile-restricted',
    title: 'every container has a seccomp profile',
    severity: 'medium',
    because:
      'The profile that a container does not ask for may not be there: the node’s default is often none.',
    fix: 'Set `securityContext.seccompProfile.type: RuntimeDefault` on the pod.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'seccompProfile_restricted',
    standard: 'restricted',
    since: 19,
  },
  (pod, minor) =>
    sight(() => {
      if (isExcused(pod, minor)) return undefined;
      const bad = badProfiles(pod);
      // An explicit bad profile is told by itself.
      const missing = eachContainer(pod, ({ spot, label }) => {
        if (isSet(spot, 'securityContext', 'seccompProfile', 'type')) return undefined;
        if (isSet(pod.spec, 'securityContext', 'seccompProfile', 'type')) return undefined;
        const place = go(spot, 'securityContext', 'seccompProfile', 'type');
        return violation(place, `container ${label} has no seccomp profile`, 'RuntimeDefault or Localhost', [
          { path: pathOf(place), value: 'RuntimeDefault' },
        ]);
      });
      return [...bad, ...missing];
    }),
);
