// pod-security/privileged: no container has the host's full powers.
import { violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { flagAt, go, pathOf } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/privileged',
    title: 'no container is privileged',
    severity: 'critical',
    because: 'A privileged container holds every capability and every device: leaving it takes one command.',
    fix: 'Remove `privileged`, and add the single capability or device that is really needed.',
    level: 'container',
    control: 'hardened configuration',
    layer: 1,
    check: 'privileged',
    standard: 'baseline',
    since: 0,
  },
  (pod) =>
    eachContainer(pod, ({ spot, label }) => {
      if (flagAt(spot, 'securityContext', 'privileged') !== true) return undefined;
      const place = go(spot, 'securityContext', 'privileged');
      return violation(place, `container ${label} is privileged`, 'false or not set', [
        { path: pathOf(place), value: null },
      ]);
    }),
);
