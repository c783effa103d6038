// The one interface over everything an image can be read from.
import type { Digest } from '../terms/digest.ts';
import type { Image, Platform } from '../terms/image.ts';
import type { Refusal } from '../terms/refusal.ts';

/** A layer as it is handed over; in a stream whose manifest comes last its digest may not be known yet. */
export interface LayerContent {
  readonly digest?: Digest;
  readonly mediaType: string;
  /** Bytes. */
  readonly size?: number;
}

export interface ReadRequest<T> {
  /** Which platforms of an index; a missing one is a UserError that lists what there is. */
  readonly platforms: 'all' | readonly Platform[];
  /**
   * Whether all is known of an image already; then none of its layers is read for its sake, and none is in the set. The
   * image of the set is the very object asked about. Sources whose layers pass before the image is known do not ask.
   */
  settled?(image: Image): Promise<boolean>;
  /** What the caller already knows of this layer (layer cache); then its blob is not read. */
  known(digest: Digest, mediaType: string): Promise<T | undefined>;
  /**
   * Called once per distinct layer. `body` must be read to its end: there it throws ContentError when size or digest is
   * wrong. A chunk is valid until the next is asked for. A ContentError that leaves this function becomes a refusal of the images with this layer.
   */
  layer(layer: LayerContent, body: AsyncIterable<Uint8Array>): Promise<T>;
  /** Layers read side by side; 3. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

export interface ImageSet<T> {
  readonly images: readonly Image[];
  /** The index the images were chosen from. */
  readonly index?: { readonly digest: Digest; readonly mediaType: string; readonly bytes: Uint8Array };
  /** By `Layer.digest`; a layer that was refused is missing. */
  readonly layers: ReadonlyMap<Digest, T>;
  /** `digest` says whose: a layer's, a configuration's, a manifest's. */
  readonly refusals: readonly Refusal[];
}

export interface ImageSource {
  /**
   * Reads what the reference names. ContentError when what it leads to is itself refused, UserError when it is not there,
   * OutsideError when it cannot be had; below that, refused content is told in `refusals`.
   */
  read<T>(request: ReadRequest<T>): Promise<ImageSet<T>>;
}

/** The refusals that make this image incomplete: its own, its layers', and those that name no other image of the set. */
export function refusalsOf(set: ImageSet<unknown>, image: Image): readonly Refusal[] {
  const own = new Set<Digest>([
    image.digest,
    image.configDigest,
    ...image.layers.map((layer) => layer.digest),
  ]);
  const others = new Set<Digest>();
  for (const other of set.images) {
    for (const digest of [other.digest, other.configDigest, ...other.layers.map((layer) => layer.digest)]) {
      others.add(digest);
    }
  }
  return set.refusals.filter(({ digest }) => digest === undefined || own.has(digest) || !others.has(digest));
}
