// secrets/annotations: no secret value stands in annotations or labels.
import { podTemplates } from '../../../model/workloads.ts';
import { comparedBy, sightEach, violation } from '../../observation.ts';
import { openPod } from '../../pod.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, go } from '../../spot.ts';
import { bySecret } from '../same-secret.ts';
import { secretIn } from '../secret-value.ts';

const fields = [
  { field: 'annotations', what: 'annotation' },
  { field: 'labels', what: 'label' },
] as const;

export const rule: ResourceRule = {
  id: 'secrets/annotations',
  title: 'no secret value is written into an annotation or a label',
  severity: 'high',
  otherwise: 'block',
  because: 'Annotations and labels are shown everywhere and copied to events, logs and metrics.',
  fix: 'Remove the annotation or label, then replace the leaked value.',
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
      fields.flatMap(({ field, what }) =>
        sightEach(
          () => entriesAt(metadata, field),
          ([key, value]) => {
            const told = secretIn(value, key);
            if (told === undefined) return undefined;
            return comparedBy(
              bySecret(value),
              violation(value, `the ${what} ${key} holds ${told.what}`, 'no secret', [], told.shown),
            );
          },
        ),
      ),
    );
  },
};
