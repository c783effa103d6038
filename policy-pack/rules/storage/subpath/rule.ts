// storage/subpath: no mount follows a sub-path that others can write.
import { sightEach, violation } from '../../observation.ts';
import { eachContainer } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { flagAt, go, isSet, itemsAt, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';

export const rule: PodRule = {
  ...storagePlace,
  id: 'storage/subpath',
  title: 'no mount follows a sub-path that the volume’s other users can write',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'Sub-paths of writable volumes were a way out of the container more than once (CVE-2017-1002101, CVE-2021-25741).',
  fix: 'Use a volume of its own, or mount read-only a volume that only the cluster writes (ConfigMap, Secret, projected).',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'pod',
  check: (pod) =>
    eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => itemsAt(spot, 'volumeMounts'),
        (mount) => {
          const expression = go(mount, 'subPathExpr');
          if ((textAt(expression) ?? '') !== '')
            return violation(
              expression,
              `container ${label} computes the sub-path that it mounts`,
              'a fixed volume',
            );
          const place = go(mount, 'subPath');
          const path = textAt(place) ?? '';
          if (path === '' || flagAt(mount, 'readOnly') === true) return undefined;
          const name = textAt(mount, 'name');
          const volume = itemsAt(pod.spec, 'volumes').find((one) => textAt(one, 'name') === name);
          const fixed = ['configMap', 'secret', 'projected', 'downwardAPI'];
          if (volume !== undefined && fixed.some((key) => isSet(volume, key))) return undefined;
          return violation(
            place,
            `container ${label} mounts sub-path ${path} of a writable volume`,
            'no subPath, or readOnly',
          );
        },
      ),
    ),
};
