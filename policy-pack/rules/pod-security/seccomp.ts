// Seccomp profiles: fields since Kubernetes 1.19, annotations before.
import { profileTypes } from '../../data/pod-security-values.ts';
import { type Observation, sight, sightEach, type Violation, violation } from '../observation.ts';
import { eachContainer, type Pod } from '../pod.ts';
import { entriesAt, go, pathOf, quote, type Spot, textAt } from '../spot.ts';
import { inContexts } from './security-contexts.ts';

/** Fields that name another profile than the two allowed kinds. */
export function badProfiles(pod: Pod): readonly Observation[] {
  return inContexts(pod, (context, whose) => {
    const type = textAt(context, 'seccompProfile', 'type');
    if (type === undefined || profileTypes.has(type)) return undefined;
    const place = go(context, 'seccompProfile', 'type');
    return violation(
      place,
      `${whose} has the seccomp profile ${quote(place)}`,
      'RuntimeDefault or Localhost',
      [{ path: pathOf(place), value: 'RuntimeDefault' }],
    );
  });
}

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

export function badAnnotations(pod: Pod): readonly Observation[] {
  const annotated = (key: string, whose: string): Violation | undefined => {
    const found = entriesAt(pod.metadata, 'annotations').find(([name]) => name === key);
    return found === undefined ? undefined : badAnnotation(found[1], whose);
  };
  return [
    ...sight(() => annotated(podKey, 'the pod')),
    ...eachContainer(pod, ({ spot, label }) =>
      sightEach(
        () => [textAt(spot, 'name') ?? ''],
        (name) => annotated(containerPrefix + name, `container ${label}`),
      ),
    ),
  ];
}

function badAnnotation(value: Spot, whose: string): Violation | undefined {
  const profile = textAt(value) ?? '';
  if (profile === 'runtime/default' || profile === 'docker/default' || profile.startsWith('localhost/')) {
    return undefined;
  }
  return violation(
    value,
    `${whose} has the seccomp profile ${quote(value)}`,
    'runtime/default or localhost/…',
    [{ path: pathOf(value), value: 'runtime/default' }],
  );
}
