// pod-security/host-ports: no container takes a port of its host.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { go, itemsAt, numberAt, pathOf } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/host-ports',
    title: 'no container takes a port of its host',
    severity: 'medium',
    because: 'A host port bypasses Services and network policies and ties the pod to the node.',
    fix: 'Remove `hostPort` and reach the pod through a Service.',
    level: 'container',
    control: 'hardened configuration',
    layer: 7,
    check: 'hostPorts',
    standard: 'baseline',
    since: 0,
  },
  (pod) =>
    eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => itemsAt(spot, 'ports'),
        (port) => {
          const number = numberAt(port, 'hostPort');
          if (number === undefined || number === 0) return undefined;
          const place = go(port, 'hostPort');
          return violation(place, `container ${label} takes the host’s port ${number}`, '0 or not set', [
            { path: pathOf(place), value: null },
          ]);
        },
      ),
    ),
);
