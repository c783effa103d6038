// secrets/environment: no secret value stands in an environment variable.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { go, itemsAt, textAt } from '../../spot.ts';
import { secretIn } from '../secret-value.ts';

export const rule: PodRule = {
  id: 'secrets/environment',
  title: 'no secret value is written into an environment variable',
  severity: 'high',
  otherwise: 'block',
  because: 'Values in a manifest are in Git, in the state, in `kubectl describe` and in every crash report.',
  fix: 'Put the value into a Secret and mount it as a file, or refer to it with `secretKeyRef`; then replace the leaked one.',
  level: 'container',
  control: 'secrets management',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.4.2', 'CIS Kubernetes 5.4.1'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => itemsAt(spot, 'env'),
        (variable) => {
          const place = go(variable, 'value');
          const name = textAt(variable, 'name') ?? '';
          const told = secretIn(place, name);
          if (told === undefined) return undefined;
          return violation(
            place,
            `variable ${name} of container ${label} holds ${told.what}`,
            'a reference',
            [],
            told.shown,
          );
        },
      ),
    ),
};
