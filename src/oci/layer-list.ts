// Layers of an image joined with the diff ids and history of its configuration.
import type { Digest } from '../terms/digest.ts';
import type { ImageConfig, Layer } from '../terms/image.ts';
import type { Refusal } from '../terms/refusal.ts';
import { mediaTypes } from './media-types.ts';

export interface NamedLayer {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size?: number;
}

/** Types under which only a plain tar is accepted: there the blob's digest is the diff id (image-spec layer.md). */
const plainTypes: ReadonlySet<string> = new Set([
  mediaTypes.ociLayer,
  'application/vnd.oci.image.layer.nondistributable.v1.tar',
]);

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
    if (diffId !== undefined && diffId !== layer.digest && plainTypes.has(layer.mediaType)) {
      refuse(`the configuration calls the plain layer ${layer.digest} ${diffId}: they cannot both be true`);
    }
    const createdBy = sameMakers ? makers[position]?.createdBy : undefined;
    return {
      ...layer,
      ...(diffId !== undefined && { diffId }),
      ...(createdBy !== undefined && { createdBy }),
    };
  });
  return { layers: attributed, refusals };
}
