// pod-security/run-as-range: containers run as users of the policy's ranges.
import { notApplicable, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import { inRanges, rangesText } from '../../ranges.ts';
import type { PodRule } from '../../rule.ts';
import { go, numberAt, pathOf } from '../../spot.ts';

export const rule: PodRule = {
  id: 'pod-security/run-as-range',
  title: 'containers run as users of the ranges that the policy gives',
  severity: 'medium',
  otherwise: 'block',
  because: 'Ranges keep teams apart: a file or process of one id belongs to one team.',
  fix: 'Set `securityContext.runAsUser` to an id of the ranges.',
  level: 'container',
  control: 'hardened configuration',
  layer: 5,
  frameworks: ['OpenShift: restricted SCC'],
  configuredBy: ['stack.runAs.users'],
  subject: 'pod',
  check: (pod, { policy }) => {
    const { users } = policy;
    if (users === undefined) return notApplicable('the policy gives no ranges (stack.runAs.users)');
    return eachContainer(pod, ({ spot, label }) => {
      const own = numberAt(spot, 'securityContext', 'runAsUser');
      const id = own ?? numberAt(pod.spec, 'securityContext', 'runAsUser');
      if (id !== undefined && inRanges(id, users)) return undefined;
      const place = go(spot, 'securityContext', 'runAsUser');
      const who = id === undefined ? 'whatever user its image names' : `user ${id}`;
      return violation(place, `container ${label} runs as ${who}`, rangesText(users), [
        { path: pathOf(place), value: users[0]?.from ?? 0 },
      ]);
    });
  },
};
