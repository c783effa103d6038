// Which part of an image a layer belongs to: the base, what was installed upon it, the application.
import type { ImageView } from '../image/view.ts';
import type { Image } from '../terms/image.ts';
import { layerOrigins } from './builders/layer-origins.ts';
import type { LayerKind } from './layer-kind.ts';

const databases: ReadonlySet<string> = new Set(['dpkg', 'rpm', 'apk']);

/**
 * One kind a layer. The history of a base image ends with its `CMD` or `ENTRYPOINT`: layers before the last one
 * that other instructions follow are the base; without one it is the first layer, if it brings a package
 * database. Above it, layers that write a package database are middleware, all others the application. Builders that
 * say which part a layer is are believed.
 */
export function kindsOfLayers(view: ImageView, image: Image): readonly LayerKind[] {
  const { config, layers } = image;
  const origins = layerOrigins(image);
  // Builders that are no Dockerfile put the application upon a base of others: below their first layer all is base.
  const built = origins.findIndex(({ builder, kind }) => kind !== undefined && builder !== 's2i');
  const installing = new Set(
    [...databases].flatMap((analyzer) =>
      view
        .facts(analyzer)
        .filter(({ path }) => /(?:^|\/)(?:status|rpmdb\.sqlite|installed)$/.test(path))
        .map(({ layer }) => layer),
    ),
  );
  const base = Math.max(baseLayers(config.history) ?? (installing.has(0) ? 1 : 0), built);
  return layers.map((_, layer) => {
    const told = origins[layer]?.kind;
    if (told !== undefined) return told;
    if (layer < base) return 'base';
    return installing.has(layer) ? 'middleware' : 'app';
  });
}

/** How many layers stand below the last `CMD` or `ENTRYPOINT` that a layer follows. */
function baseLayers(history: Image['config']['history']): number | undefined {
  let count = 0;
  let marked: number | undefined;
  let base: number | undefined;
  for (const { createdBy = '', emptyLayer } of history) {
    if (!emptyLayer) {
      count++;
      base = marked ?? base;
    } else if (/^(?:\/bin\/sh -c #\(nop\) +)?(?:CMD|ENTRYPOINT)\b/.test(createdBy)) marked = count;
  }
  return base === 0 ? undefined : base;
}
