// pod-security/probes: long-running containers say whether they are well.
import { notApplicable, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, isSet, type Spot } from '../../spot.ts';

const serving = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
]);

/** What a probe does; one without any of them is refused by the API server (API reference, Probe). */
const handlers = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

function probes(container: Spot, probe: string): boolean {
  return handlers.some((handler) => isSet(container, probe, handler));
}

export const rule: PodRule = {
  id: 'pod-security/probes',
  title: 'containers that serve say whether they are ready',
  severity: 'low',
  otherwise: 'warn',
  because:
    'Without a readiness probe traffic reaches a container that cannot answer yet, and a rollout goes on over a broken one.',
  fix: 'Add a `readinessProbe`, and a `livenessProbe` where a restart helps.',
  level: 'container',
  control: 'hardened configuration',
  layer: 6,
  frameworks: ['NSA Kubernetes Hardening Guide'],
  subject: 'pod',
  check: (pod) => {
    if (!serving.has(pod.resource.kind)) return notApplicable('its containers run to their end');
    return eachContainer(
      pod,
      ({ spot, label }) => {
        if (probes(spot, 'readinessProbe') || probes(spot, 'livenessProbe')) return undefined;
        return violation(go(spot, 'readinessProbe'), `container ${label} has no probe`, 'a readiness probe');
      },
      ['containers'],
    );
  },
};
