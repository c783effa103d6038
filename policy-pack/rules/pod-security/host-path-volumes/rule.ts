// pod-security/host-path-volumes: no volume is a directory of the host.
import { sightEach, violation } from '../../observation.ts';
import { go, isSet, itemsAt, textAt } from '../../spot.ts';
import { standardRule } from '../standard.ts';

export const rule = standardRule(
  {
    id: 'pod-security/host-path-volumes',
    title: 'no volume is a directory of the host',
    severity: 'high',
    because: 'A directory of the host lets a container read and change what the node and other pods rely on.',
    fix: 'Use a PersistentVolumeClaim, an emptyDir, or a ConfigMap instead of hostPath.',
    level: 'host',
    control: 'host security',
    layer: 8,
    check: 'hostPathVolumes',
    standard: 'baseline',
    since: 0,
    replacedAtRestrictedSince: 0,
  },
  (pod) =>
    sightEach(
      () => itemsAt(pod.spec, 'volumes'),
      (volume) => {
        if (!isSet(volume, 'hostPath')) return undefined;
        const name = textAt(volume, 'name') ?? '';
        const path = textAt(volume, 'hostPath', 'path') ?? '';
        const place = go(volume, 'hostPath');
        return violation(place, `volume ${name} is the host’s ${path}`, 'not set', [], path);
      },
    ),
);
