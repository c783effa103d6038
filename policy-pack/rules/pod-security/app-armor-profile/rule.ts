// pod-security/app-armor-profile: no container leaves AppArmor's default profile.
import { profileTypes } from '../../../data/pod-security-values.ts';
import { sightEach, violation } from '../../observation.ts';
import { entriesAt, go, pathOf, quote, textAt } from '../../spot.ts';
import { inContexts } from '../security-contexts.ts';
import { standardRule } from '../standard.ts';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';

export const rule = standardRule(
  {
    id: 'pod-security/app-armor-profile',
    title: 'no container leaves the default AppArmor profile for none',
    severity: 'medium',
    because:
      'Without an AppArmor profile nothing but the container’s own rights limits files, mounts and capabilities.',
    fix: 'Remove the profile, or set RuntimeDefault or Localhost.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'appArmorProfile',
    standard: 'baseline',
    since: 0,
  },
  (pod) => [
    ...inContexts(pod, (context, whose) => {
      const type = textAt(context, 'appArmorProfile', 'type');
      if (type === undefined || profileTypes.has(type)) return undefined;
      const place = go(context, 'appArmorProfile', 'type');
      return violation(
        place,
        `${whose} has the AppArmor profile ${quote(place)}`,
        'RuntimeDefault or Localhost',
        [{ path: pathOf(place), value: 'RuntimeDefault' }],
      );
    }),
    ...sightEach(
      () => entriesAt(pod.metadata, 'annotations').filter(([key]) => key.startsWith(prefix)),
      ([key, value]) => {
        const profile = textAt(value) ?? '';
        if (profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/'))
          return undefined;
        const container = key.slice(prefix.length);
        return violation(
          value,
          `container ${container} has the AppArmor profile ${quote(value)}`,
          'runtime/default or localhost/…',
          [{ path: pathOf(value), value: 'runtime/default' }],
        );
      },
    ),
  ],
);
