// Layers of an image joined with the diff ids and history of its configuration.
import type { Digest } from '../terms/digest.ts';
import type { ImageConfig, Layer } from '../terms/image.ts';
import type { Refusal } from '../terms/refusal.ts';

export interface NamedLayer {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size?: number;
}

/**
 * Adds `diffId` and `createdBy` to each layer, lowest first. Where the counts of layers, diff ids and non-empty history
 * entries differ, nothing may be attributed and the refusal says so (image-spec config.md §history).
 */
export function attributeLayers(
  layers: readonly NamedLayer[],
  config: ImageConfig,
  image: Digest,
): { readonly layers: readonly Layer[]; readonly refusals: readonly Refusal[] } {
  const makers = config.history.filter((entry) => !entry.emptyLayer);
  const refusals: Refusal[] = [];
  const refuse = (message: string) =>
    refusals.push({ code: 'malformed', what: 'config', digest: image, message });
  const sameIds = config.diffIds.length === layers.length;
  const sameMakers = makers.length === layers.length;
  if (!sameIds) {
    refuse(`the configuration lists ${config.diffIds.length} diff ids for ${layers.length} layers`);
  }
  if (!sameMakers && config.history.length > 0) {
    refuse(`the history speaks of ${makers.length} layers where the image has ${layers.length}`);
  }
  const attributed = layers.map((layer, position) => {
    const diffId = sameIds ? config.diffIds[position] : undefined;
    const createdBy = sameMakers ? makers[position]?.createdBy : undefined;
    return {
      ...layer,
      ...(diffId !== undefined && { diffId }),
      ...(createdBy !== undefined && { createdBy }),
    };
  });
  return { layers: attributed, refusals };
}
