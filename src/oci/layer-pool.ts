// Reads each distinct layer once, some side by side; a refused layer does not stop the others.
import type { Digest } from '../terms/digest.ts';
import { Bug } from '../terms/errors.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import type { LayerContent, ReadRequest } from './source.ts';

export interface PoolLayer extends LayerContent {
  readonly digest: Digest;
  open(): AsyncIterable<Uint8Array>;
}

/** Hands a body over and makes sure that it was read to its end, where it is verified. */
export async function handOver<T>(
  request: ReadRequest<T>,
  layer: LayerContent,
  body: AsyncIterable<Uint8Array>,
): Promise<T> {
  let ended = false;
  async function* watched() {
    yield* body;
    ended = true;
  }
  const { mediaType, size, digest } = layer;
  const value = await request.layer(
    { mediaType, ...(digest !== undefined && { digest }), ...(size !== undefined && { size }) },
    watched(),
  );
  if (!ended) throw new Bug(`the reader of layer ${digest ?? mediaType} left its body before the end`);
  return value;
}

/** The refusal of a layer, under the digest that its images name it by. */
export function layerRefusal(error: ContentError, digest: Digest | undefined): Refusal {
  return digest === undefined ? error.refusal : { ...error.refusal, digest };
}

/** ContentErrors become refusals; any other error ends the reading of all layers. */
export async function readLayers<T>(
  layers: readonly PoolLayer[],
  request: ReadRequest<T>,
): Promise<{ readonly layers: ReadonlyMap<Digest, T>; readonly refusals: readonly Refusal[] }> {
  // Under another media type the same bytes may be refused: then every image with them is.
  const distinct = [...new Map(layers.map((one) => [`${one.digest} ${one.mediaType}`, one])).values()];
  const results = new Map<Digest, T>();
  const refusals = new Map<Digest, Refusal>();
  const stop = new AbortController();
  let next = 0;
  async function work(): Promise<void> {
    while (next < distinct.length && !stop.signal.aborted) {
      request.signal?.throwIfAborted();
      const layer = distinct[next];
      next += 1;
      if (layer === undefined) return;
      try {
        // Opened first: what may not be read at all is refused, also when its bytes were read under another name.
        const body = layer.open();
        const known = await request.known(layer.digest, layer.mediaType);
        results.set(layer.digest, known ?? (await handOver(request, layer, body)));
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
        refusals.set(layer.digest, layerRefusal(error, layer.digest));
      }
    }
  }
  const workers = Math.max(1, Math.min(request.concurrency ?? 3, distinct.length));
  const running = Array.from({ length: workers }, () =>
    work().catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const settled = await Promise.allSettled(running);
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return {
    layers: new Map(
      distinct.flatMap(({ digest }) => {
        const value = results.get(digest);
        return value === undefined ? [] : [[digest, value] as const];
      }),
    ),
    refusals: distinct.flatMap(({ digest }) => refusals.get(digest) ?? []),
  };
}
