// pod-security/se-linux-options: no container chooses an SELinux type, user or role of its own.
import { seLinuxTypes } from '../../../data/pod-security-values.ts';
import { sightEach, violation } from '../../observation.ts';
import { go, pathOf, quote, textAt } from '../../spot.ts';
import { inContexts } from '../security-contexts.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/se-linux-options',
    title: 'no pod chooses an SELinux user, role or free type',
    severity: 'high',
    because: 'SELinux keeps a container off the host’s files; another type or user switches that off.',
    fix: 'Remove `seLinuxOptions.user` and `.role`, and use a container type.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'seLinuxOptions',
    standard: 'baseline',
    since: 0,
  },
  (pod, minor) =>
    inContexts(pod, (context, whose) =>
      sightEach(
        () => ['type', 'user', 'role'],
        (key) => {
          const value = textAt(context, 'seLinuxOptions', key) ?? '';
          if (value === '' || (key === 'type' && minor >= (seLinuxTypes.get(value) ?? Infinity)))
            return undefined;
          const place = go(context, 'seLinuxOptions', key);
          const required = key === 'type' ? 'a container type, or not set' : 'not set';
          return violation(place, `${whose} sets the SELinux ${key} ${quote(place)}`, required, [
            { path: pathOf(place), value: null },
          ]);
        },
      ),
    ),
);
