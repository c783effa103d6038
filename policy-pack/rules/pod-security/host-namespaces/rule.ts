// pod-security/host-namespaces: no pod shares the host's network, processes or IPC.
import { sightEach, violation } from '../../observation.ts';
import { flagAt, go, pathOf } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/host-namespaces',
    title: 'no pod shares a namespace of its host',
    severity: 'high',
    because:
      'In the host’s namespaces a container sees traffic, processes and shared memory of everything on the node, and no network policy holds for it.',
    fix: 'Remove `hostNetwork`, `hostPID` and `hostIPC`.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'hostNamespaces',
    standard: 'baseline',
    since: 0,
  },
  (pod) =>
    sightEach(
      () => ['hostNetwork', 'hostPID', 'hostIPC'],
      (key) => {
        if (flagAt(pod.spec, key) !== true) return undefined;
        const place = go(pod.spec, key);
        return violation(place, `the pod shares the host’s namespace: ${key}`, 'false or not set', [
          { path: pathOf(place), value: null },
        ]);
      },
    ),
);
