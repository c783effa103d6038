// pod-security/host-probes-and-host-lifecycle: probes and lifecycle hooks reach only the pod itself.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { go, pathOf, quote, textAt } from '../../spot.ts';
import { standardRule } from '../standard.ts';

const places = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];
const handlers = places.flatMap((place) => [
  [...place, 'httpGet'],
  [...place, 'tcpSocket'],
]);

export const rule = standardRule(
  {
    id: 'pod-security/host-probes-and-host-lifecycle',
    title: 'probes and lifecycle hooks reach only the pod itself',
    severity: 'medium',
    because:
      'The kubelet sends probes from the node: a foreign host in them makes it a proxy into the node’s network.',
    fix: 'Remove `host` from the probe or hook.',
    level: 'container',
    control: 'hardened configuration',
    layer: 7,
    check: 'hostProbesAndHostLifecycle',
    standard: 'baseline',
    since: 34,
  },
  (pod) =>
    eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => handlers,
        (handler) => {
          const host = textAt(spot, ...handler, 'host') ?? '';
          if (host === '') return undefined;
          const place = go(spot, ...handler, 'host');
          return violation(place, `${handler[0]} of container ${label} goes to ${quote(place)}`, 'not set', [
            { path: pathOf(place), value: null },
          ]);
        },
      ),
    ),
);
