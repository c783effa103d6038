// What made each layer of an image, and what built the image: by the label of buildpacks, else by the history.
import type { Image } from '../../terms/image.ts';
import type { BuilderKind } from '../../terms/verdict.ts';
import { buildpackLayers } from './buildpacks.ts';
import { historyLayers } from './history.ts';
import type { LayerOrigin } from './layer-origin.ts';

/** What is said of a layer that no history entry and no builder speaks of. */
export const unknownOrigin = 'unknown origin';

/** One a layer. */
export function layerOrigins({ config, layers }: Pick<Image, 'config' | 'layers'>): readonly LayerOrigin[] {
  const byLabel = buildpackLayers(config.labels, layers);
  const byHistory = historyLayers(config.history, config.labels);
  // Where the counts differ nothing is known of which entry made which layer; the source has refused that already.
  const matching = byHistory.length === layers.length;
  return layers.map(
    (_, index) => byLabel[index] ?? (matching ? byHistory[index] : undefined) ?? { builder: 'unknown' },
  );
}

/** The image with the maker of each layer in the place of its instruction. */
export function withLayerOrigins(image: Image): Image {
  const origins = layerOrigins(image);
  return {
    ...image,
    layers: image.layers.map((layer, index) => ({
      ...layer,
      createdBy: origins[index]?.words ?? layer.createdBy ?? unknownOrigin,
    })),
  };
}

/** What made the uppermost layer whose maker is known: below it stand the layers of its base. */
export function builderOf(image: Pick<Image, 'config' | 'layers'>): BuilderKind {
  return layerOrigins(image).findLast(({ builder }) => builder !== 'unknown')?.builder ?? 'unknown';
}
