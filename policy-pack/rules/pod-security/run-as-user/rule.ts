// pod-security/run-as-user: no pod or container asks for user id 0.
import { userNamespacesSince } from '../../../data/pod-security-values.ts';
import { violation } from '../../observation.ts';
import { flagAt, go, numberAt, pathOf } from '../../spot.ts';
import { inContexts } from '../security-contexts.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/run-as-user',
    title: 'no pod or container asks for user id 0',
    severity: 'high',
    because: 'User id 0 is root, whatever the image says.',
    fix: 'Set `runAsUser` to an id other than 0.',
    level: 'container',
    control: 'hardened configuration',
    layer: 1,
    check: 'runAsUser',
    standard: 'restricted',
    since: 23,
  },
  (pod, minor) =>
    inContexts(pod, (context, whose) => {
      if (numberAt(context, 'runAsUser') !== 0) return undefined;
      if (minor >= userNamespacesSince && flagAt(pod.spec, 'hostUsers') === false) return undefined;
      const place = go(context, 'runAsUser');
      return violation(place, `${whose} runs as user 0`, 'another id, or not set', [
        { path: pathOf(place), value: 10001 },
      ]);
    }),
);
