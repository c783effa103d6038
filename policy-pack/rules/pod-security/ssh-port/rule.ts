// pod-security/ssh-port: nothing offers SSH.
import { podTemplates } from '../../../model/workloads.ts';
import { sightEach, type Violation, violation } from '../../observation.ts';
import { eachContainer, openPod } from '../../pod.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, itemsAt, type Spot, textAt } from '../../spot.ts';

function offered(place: Spot, whose: string): Violation | undefined {
  const port = textAt(place);
  if (port !== '22' && port !== 'ssh') return undefined;
  return violation(place, `${whose} offers SSH (port ${port})`, 'no port 22');
}

export const rule: ResourceRule = {
  id: 'pod-security/ssh-port',
  title: 'nothing in the stack offers SSH',
  severity: 'high',
  otherwise: 'block',
  because:
    'A container is replaced, not logged in to: an SSH server is a second way in, with keys that nobody rotates.',
  fix: 'Remove the SSH server and its port; look into a pod with `kubectl exec` or `kubectl debug`.',
  level: 'container',
  control: 'hardened configuration',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.1.2'],
  subject: 'resource',
  kinds: new Set([
    'Service',
    'Pod',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Job',
    'CronJob',
    'PodTemplate',
    'DeploymentConfig',
    'Rollout',
  ]),
  check: ({ resource, spot }) => {
    if (resource.kind === 'Service' && resource.group === '') {
      return sightEach(
        () => itemsAt(spot, 'spec', 'ports'),
        (port) =>
          sightEach(
            () => ['port', 'targetPort'],
            (key) => offered(go(port, key), 'the Service'),
          ),
      );
    }
    return podTemplates(resource).flatMap((template) =>
      eachContainer(openPod(template), (container) =>
        sightEach(
          () => itemsAt(container.spot, 'ports'),
          (port) => offered(go(port, 'containerPort'), `container ${container.label}`),
        ),
      ),
    );
  },
};
