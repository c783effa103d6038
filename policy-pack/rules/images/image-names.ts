// The images that a pod names: of its containers, and those that it mounts.
import { parseRegistryReference, type RegistryReference } from '../../../src/oci/reference.ts';
import { UserError } from '../../../src/terms/errors.ts';
import { type Observation, sightEach } from '../observation.ts';
import { eachContainer, type Pod } from '../pod.ts';
import { byText, type Sameness } from '../sameness.ts';
import { go, itemsAt, pathOf, type Spot, textAt, Unseen } from '../spot.ts';

export interface NamedImage {
  readonly place: Spot;
  readonly name: RegistryReference;
  /** As it is written. */
  readonly text: string;
  /** Begins a sentence: `the image of container web`. */
  readonly whose: string;
}

/**
 * Looks at each image. A name that is none is unknown: nobody can say what a node makes of it. So is a container without
 * one, which something else must name before it runs; in a patch it keeps the one it has.
 */
export function eachImage(
  pod: Pod,
  look: (image: NamedImage) => undefined | Observation | readonly Observation[],
): readonly Observation[] {
  const at = (
    place: Spot,
    whose: string,
    missing?: string,
  ): undefined | Observation | readonly Observation[] => {
    const text = textAt(place) ?? '';
    if (text !== '') return look({ place, name: parse(text, place), text, whose });
    if (missing !== undefined) throw new Unseen(pathOf(place), missing);
    return undefined;
  };
  return [
    ...eachContainer(pod, ({ spot, label }) => {
      const missing = pod.resource.patch ? undefined : `container ${label} names no image`;
      return at(go(spot, 'image'), `the image of container ${label}`, missing);
    }),
    ...sightEach(
      () => itemsAt(pod.spec, 'volumes'),
      (volume) => at(go(volume, 'image', 'reference'), `the image of volume ${textAt(volume, 'name') ?? ''}`),
    ),
  ];
}

/** What a finding about an image is compared by: the next release of the same image is no news. */
export function repositoryOf({ registry, repository }: RegistryReference, more = ''): Sameness {
  return byText(`${registry}/${repository}${more}`);
}

function parse(text: string, place: Spot): RegistryReference {
  try {
    return parseRegistryReference(text);
  } catch (error) {
    if (error instanceof UserError) throw new Unseen(pathOf(place), error.message);
    throw error;
  }
}
