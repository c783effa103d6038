// pod-security/restricted-volumes: volumes are of the kinds that hold no host and no foreign storage.
import { restrictedVolumeSources } from '../../../data/pod-security-values.ts';
import { sightEach, violation } from '../../observation.ts';
import { entriesAt, isSet, itemsAt, textAt } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/restricted-volumes',
    title: 'volumes are only of the kinds that pods are meant to use',
    severity: 'medium',
    because: 'Volumes of other kinds reach past the storage layer to the host or to disks by their raw name.',
    fix: 'Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.',
    level: 'container',
    control: 'hardened configuration',
    layer: 8,
    check: 'restrictedVolumes',
    standard: 'restricted',
    since: 0,
  },
  (pod) =>
    sightEach(
      () => itemsAt(pod.spec, 'volumes'),
      (volume) => {
        const sources = entriesAt(volume).filter(([key]) => key !== 'name');
        if (sources.some(([key, source]) => restrictedVolumeSources.has(key) && isSet(source)))
          return undefined;
        const first = sources.find(([, source]) => isSet(source));
        // Without any source the API server makes an emptyDir.
        if (first === undefined) return undefined;
        const [kind, place] = first;
        const name = textAt(volume, 'name') ?? '';
        return violation(place, `volume ${name} is of the kind ${kind}`, 'a kind of restricted', [], kind);
      },
    ),
);
