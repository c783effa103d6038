// pod-security/windows-host-process: no Windows container is a process of its host.
import { violation } from '../../observation.ts';
import { flagAt, go, pathOf } from '../../spot.ts';
import { inContexts } from '../security-contexts.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/windows-host-process',
    title: 'no Windows container is a process of its host',
    severity: 'critical',
    because: 'A HostProcess container is no container: it runs on the Windows node with the node’s rights.',
    fix: 'Remove `hostProcess` from `windowsOptions`.',
    level: 'host',
    control: 'host security',
    layer: 1,
    check: 'windowsHostProcess',
    standard: 'baseline',
    since: 0,
  },
  (pod) =>
    inContexts(pod, (context, whose) => {
      if (flagAt(context, 'windowsOptions', 'hostProcess') !== true) return undefined;
      const place = go(context, 'windowsOptions', 'hostProcess');
      return violation(place, `${whose} runs as a process of the Windows host`, 'false or not set', [
        { path: pathOf(place), value: null },
      ]);
    }),
);
