// pod-security/run-as-non-root: containers are started only as a user other than root.
import { userNamespacesSince } from '../../../data/pod-security-values.ts';
import { sight, type Violation, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { flagAt, go, pathOf, type Spot } from '../../spot.ts';
import { standardRule } from '../standard.ts';

function bad(place: Spot, message: string): Violation {
  return violation(place, message, 'true', [{ path: pathOf(place), value: true }]);
}

export const rule = standardRule(
  {
    id: 'pod-security/run-as-non-root',
    title: 'containers are started only as a user other than root',
    severity: 'high',
    because:
      'Root in the container is root’s user id on the host: with any flaw of the runtime it is root there.',
    fix: 'Set `securityContext.runAsNonRoot: true` on the pod, and a user in the image.',
    level: 'container',
    control: 'hardened configuration',
    layer: 1,
    check: 'runAsNonRoot',
    standard: 'restricted',
    since: 0,
  },
  (pod, minor) => {
    const relaxed = (): boolean => minor >= userNamespacesSince && flagAt(pod.spec, 'hostUsers') === false;
    const pods = sight(() => {
      if (flagAt(pod.spec, 'securityContext', 'runAsNonRoot') !== false || relaxed()) return undefined;
      return bad(go(pod.spec, 'securityContext', 'runAsNonRoot'), 'the pod allows root');
    });
    return [
      ...pods,
      ...eachContainer(pod, ({ spot, label }) => {
        const own = flagAt(spot, 'securityContext', 'runAsNonRoot');
        if (own === true) return undefined;
        if (own === undefined && flagAt(pod.spec, 'securityContext', 'runAsNonRoot') === true)
          return undefined;
        if (relaxed()) return undefined;
        return bad(go(spot, 'securityContext', 'runAsNonRoot'), `container ${label} may run as root`);
      }),
    ];
  },
);
