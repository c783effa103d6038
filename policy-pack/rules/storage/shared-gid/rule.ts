// storage/shared-gid: shared storage says its group, and pods carry that group, not root.
import { comparedBy, type Observation, sight, violation } from '../../observation.ts';
import type { Pod } from '../../pod.ts';
import type { PodRule } from '../../rule.ts';
import { byText } from '../../sameness.ts';
import { go, itemsAt, numberAt, pathOf, textAt } from '../../spot.ts';
import { claimsOf } from '../joins.ts';
import { behind } from '../kinds.ts';
import { storagePlace } from '../place.ts';

/** https://kubernetes.io/docs/tasks/configure-pod-container/configure-persistent-volume-storage/#access-control */
const annotation = 'pv.beta.kubernetes.io/gid';

export const rule: PodRule = {
  ...storagePlace,
  id: 'storage/shared-gid',
  title: 'pods reach shared storage by the group that it declares',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'Files on a share belong to ids, not to pods: without a group of its own, a pod needs root or a share open to all.',
  fix: 'Annotate the volume with `pv.beta.kubernetes.io/gid` and give the pod that group in `fsGroup` or `supplementalGroups`.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'pod',
  check: (pod, { stack }) =>
    sight(() =>
      claimsOf(pod, stack).flatMap((claim) =>
        sight(() => {
          const backing = behind(stack, claim, 'shared');
          if (backing === undefined) return [];
          const stated =
            backing.kind === 'volume'
              ? textAt(backing.spot, 'metadata', 'annotations', annotation)
              : (textAt(backing.spot, 'parameters', 'gidRangeStart') ??
                textAt(backing.spot, 'parameters', 'gid'));
          if (stated === undefined) {
            const message = `volume ${claim.volume} is shared, and ${backing.kind} ${backing.resource.name} says no group`;
            return [violation(claim.place, message, `annotation ${annotation}`)];
          }
          return backing.kind === 'class' ? asRoot(pod) : [...carries(pod, Number(stated)), ...asRoot(pod)];
        }),
      ),
    ),
};

function carries(pod: Pod, group: number): readonly Observation[] {
  const place = go(pod.spec, 'securityContext');
  const own = numberAt(place, 'fsGroup');
  const more = itemsAt(place, 'supplementalGroups').map((item) => numberAt(item));
  if (own === group || more.includes(group)) return [];
  const edits = [
    { path: [...pathOf(place), 'supplementalGroups'], value: [...more.flatMap((one) => one ?? []), group] },
  ];
  return [
    comparedBy(
      byText(String(group)),
      violation(
        place,
        `the pod does not carry group ${group} of its shared storage`,
        `fsGroup or supplementalGroups ${group}`,
        edits,
      ),
    ),
  ];
}

function asRoot(pod: Pod): readonly Observation[] {
  const place = go(pod.spec, 'securityContext', 'runAsUser');
  return numberAt(place) === 0
    ? [violation(place, 'the pod uses shared storage as root', 'a user other than 0')]
    : [];
}
