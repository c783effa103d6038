// secrets/annotations: no secret value stands in annotations or labels.
import { podTemplates } from '../../../model/workloads.ts';
import { comparedBy, sightEach, violation } from '../../observation.ts';
import { openPod } from '../../pod.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, go } from '../../spot.ts';
import { bySecret } from '../same-secret.ts';
import { secretIn } from '../secret-value.ts';

export const rule: ResourceRule = {
  id: 'secrets/annotations',
  title: 'no secret value is written into an annotation',
  severity: 'high',
  otherwise: 'block',
  because: 'Annotations are shown everywhere and copied to events, logs and metrics.',
  fix: 'Remove the annotation, then replace the leaked value.',
  level: 'container',
  control: 'secrets management',
  layer: 6,
  frameworks: ['NIST SP 800-190 4.4.2'],
  subject: 'resource',
  check: ({ resource, spot }) => {
    const places = [
      go(spot, 'metadata'),
      ...podTemplates(resource)
        .filter(({ path }) => path.length > 0)
        .map((template) => openPod(template).metadata),
    ];
    return places.flatMap((metadata) =>
      sightEach(
        () => entriesAt(metadata, 'annotations'),
        ([key, value]) => {
          const told = secretIn(value);
          if (told === undefined) return undefined;
          return comparedBy(
            bySecret(value),
            violation(value, `the annotation ${key} holds ${told.what}`, 'no secret', [], told.shown),
          );
        },
      ),
    );
  },
};
