// The lowest layers of an image as an image of their own: what its base held before other layers changed it.
import type { ImageSource } from '../../oci/source.ts';
import type { Digest } from '../../terms/digest.ts';
import type { Image } from '../../terms/image.ts';

/** A source of the image `digest` alone, with its lowest `depth` layers; the others are not read. */
export function lowerPart(source: ImageSource, digest: Digest, depth: number): ImageSource {
  return {
    async read(request) {
      // Unknown as long as the source has not shown the image: layers that pass before are read.
      let lower: ReadonlySet<Digest> | undefined;
      const isWanted = (layer: Digest | undefined): boolean =>
        layer === undefined || lower === undefined || lower.has(layer);
      const set = await source.read({
        ...request,
        settled: async (image) => {
          if (image.digest !== digest) return true;
          lower = new Set(image.layers.slice(0, depth).map((layer) => layer.digest));
          return false;
        },
        known: (layer, mediaType) =>
          isWanted(layer)
            ? request.known(layer, mediaType)
            : request.layer({ mediaType: plainTar }, nothing()),
      });
      const images = set.images.filter((image) => image.digest === digest);
      return { ...set, images: images.map((image) => truncated(image, depth)) };
    },
  };
}

const plainTar = 'application/vnd.oci.image.layer.v1.tar';

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(1024);
}

function truncated(image: Image, depth: number): Image {
  const { config, layers } = image;
  const [history] = splitHistory(config.history, depth);
  const diffIds = config.diffIds.slice(0, depth);
  return { ...image, layers: layers.slice(0, depth), config: { ...config, history, diffIds } };
}

type History = Image['config']['history'];

/** The entries of the lowest `depth` layers, and those above. */
export function splitHistory(history: History, depth: number): readonly [History, History] {
  let layers = 0;
  const end = history.findIndex(({ emptyLayer }) => !emptyLayer && ++layers > depth);
  return end < 0 ? [history, []] : [history.slice(0, end), history.slice(end)];
}
