// The security contexts of a pod: its own, and each container's.
import { type Observation, sight } from '../observation.ts';
import { eachContainer, type Pod } from '../pod.ts';
import { go, type Spot } from '../spot.ts';

/** Looks at each context; `whose` begins a sentence: `the pod`, `container web`. */
export function inContexts(
  pod: Pod,
  look: (context: Spot, whose: string) => undefined | Observation | readonly Observation[],
): readonly Observation[] {
  return [
    ...sight(() => look(go(pod.spec, 'securityContext'), 'the pod')),
    ...eachContainer(pod, ({ spot, label }) => look(go(spot, 'securityContext'), `container ${label}`)),
  ];
}
