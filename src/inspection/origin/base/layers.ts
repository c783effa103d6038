// How many of an image's layers are its base's: proven by the base's own layers where a registry shows them, else by the history.
import type { Image } from '../../../terms/image.ts';
import type { LayerKind } from '../../layer-kind.ts';
import { isOtherBase, type KnownBase } from './judge.ts';
import { beginsWith } from './look.ts';

/** Undefined: the image names a base that it is not built upon, or nothing tells the base's layers. */
export function countBaseLayers(
  image: Pick<Image, 'config'>,
  kinds: readonly LayerKind[],
  known: KnownBase | undefined,
): number | undefined {
  if (known?.look.kind === 'seen') {
    const { diffIds, claimedDiffIds } = known.look;
    const proven = [diffIds, claimedDiffIds].find((layers) => beginsWith(image.config.diffIds, layers));
    if (proven !== undefined) return proven.length;
    if (isOtherBase(image, known.claim, known.look)) return undefined;
  }
  const told = kinds.findIndex((kind) => kind !== 'base');
  const count = told < 0 ? kinds.length : told;
  return count === 0 ? undefined : count;
}
