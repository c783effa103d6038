// secrets/files-over-variables: secrets reach containers as files.
import { comparedBy, sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { byPlace } from '../../sameness.ts';
import { go, isSet, itemsAt, textAt } from '../../spot.ts';

export const rule: PodRule = {
  id: 'secrets/files-over-variables',
  title: 'secrets reach containers as files',
  severity: 'low',
  otherwise: 'off',
  because:
    'Variables are inherited by every child process, printed by crash handlers and never renewed; files are none of that.',
  fix: 'Mount the Secret as a volume and read the file.',
  level: 'container',
  control: 'secrets management',
  layer: 5,
  frameworks: ['CIS Kubernetes 5.4.1'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(pod, ({ spot, label }) => [
      ...sightEach(
        () => itemsAt(spot, 'env'),
        (variable) => {
          if (!isSet(variable, 'valueFrom', 'secretKeyRef')) return undefined;
          const name = textAt(variable, 'name') ?? '';
          const place = go(variable, 'valueFrom', 'secretKeyRef');
          return comparedBy(
            byPlace,
            violation(place, `variable ${name} of container ${label} carries a secret`, 'a file'),
          );
        },
      ),
      ...sightEach(
        () => itemsAt(spot, 'envFrom'),
        (source) =>
          isSet(source, 'secretRef')
            ? comparedBy(
                byPlace,
                violation(
                  go(source, 'secretRef'),
                  `variables of container ${label} carry a whole Secret`,
                  'files',
                ),
              )
            : undefined,
      ),
    ]),
};
