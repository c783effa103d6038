// pod-security/sysctls: pods set only sysctls that stay inside them.
import { sysctls } from '../../../data/pod-security-values.ts';
import { sightEach, violation } from '../../observation.ts';
import { go, itemsAt, quote, textAt } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/sysctls',
    title: 'pods set only kernel parameters that stay inside them',
    severity: 'high',
    because: 'Other kernel parameters weaken or starve the whole node.',
    fix: 'Remove the parameter, or set one of the safe ones.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'sysctls',
    standard: 'baseline',
    since: 0,
  },
  (pod, minor) =>
    sightEach(
      () => itemsAt(pod.spec, 'securityContext', 'sysctls'),
      (item) => {
        const name = textAt(item, 'name') ?? '';
        if (minor >= (sysctls.get(name) ?? Infinity)) return undefined;
        const place = go(item, 'name');
        return violation(place, `the pod sets the kernel parameter ${quote(place)}`, 'a safe one, or none');
      },
    ),
);
