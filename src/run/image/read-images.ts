// Reads every image of a reference once: verified layers in, records and views out.
import { analyzeLayer } from '../../image/analyze-layer.ts';
import type { Analyzer } from '../../image/analyzer.ts';
import type { LayerCache, LayerName } from '../../image/layer-cache.ts';
import type { LayerRecord } from '../../image/layer-record.ts';
import { squash } from '../../image/squash.ts';
import type { ImageView } from '../../image/view.ts';
import { type ImageSet, type ImageSource, refusalsOf } from '../../oci/source.ts';
import { type Digest, shortDigest } from '../../terms/digest.ts';
import { Bug } from '../../terms/errors.ts';
import type { Image, Platform } from '../../terms/image.ts';
import type { Log } from '../../terms/ports.ts';
import { ContentError, type Refusal } from '../../terms/refusal.ts';
import type { ScannedImage } from '../../terms/verdict.ts';
import { holdHeap } from './hold-heap.ts';

export interface ReadPorts {
  readonly log: Log;
  /** Undefined: every layer is read. */
  readonly layerCache: LayerCache | undefined;
  /** Whether the caller needs nothing of an image's layers; they are then not read for its sake. */
  readonly settled?: (image: Image) => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

export interface SettledImage {
  readonly kind: 'settled';
  readonly image: Image;
  /** What the source refused of it. */
  readonly refusals: readonly Refusal[];
}

export interface ReadImage {
  readonly kind: 'read';
  readonly image: Image;
  readonly view: ImageView;
  /** What the source refused of it. */
  readonly refusals: readonly Refusal[];
  /** What was refused in its layers. */
  readonly found: readonly Refusal[];
  /** Every layer was read: what is said of the image is said of all of it. */
  readonly isWhole: boolean;
  readonly accounting: ScannedImage['accounting'];
}

/** Plain bytes of a layer between two looks at the heap. */
const holdEvery = 8 * 1024 * 1024;

/**
 * Images in the order of the source, at least one: ContentError when all were refused or none is there, as an image that
 * is named and not looked at must not vanish beside others. The error names `reference`. Layers that several images share are read once; a layer that was refused is
 * missing from the view and stands in `refusals`.
 */
export async function readImages(
  reference: string,
  source: ImageSource,
  platforms: 'all' | readonly Platform[],
  analyzers: () => Promise<readonly Analyzer[]>,
  ports: ReadPorts,
): Promise<readonly (ReadImage | SettledImage)[]> {
  try {
    return await readAll(source, platforms, analyzers, ports);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const message = `${reference}: ${error.message}`;
    throw new ContentError({ ...error.refusal, message }, { cause: error });
  }
}

async function readAll(
  source: ImageSource,
  platforms: 'all' | readonly Platform[],
  openAnalyzers: () => Promise<readonly Analyzer[]>,
  ports: ReadPorts,
): Promise<readonly (ReadImage | SettledImage)[]> {
  const { layerCache, log } = ports;
  const cached = new Set<string>();
  const settled = new Set<Image>();
  holdHeap('reading');
  const set = await source.read<LayerRecord>({
    platforms,
    ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    settled: async (image) => {
      if ((await ports.settled?.(image)) !== true) return false;
      settled.add(image);
      return true;
    },
    known: async (digest, mediaType) => {
      const record = await layerCache?.get({ digest, mediaType }, await openAnalyzers());
      if (record !== undefined) cached.add(digest);
      return record;
    },
    layer: async (layer, body) => {
      const analyzers = await openAnalyzers();
      const task = layer.digest === undefined ? 'layer' : shortDigest(layer.digest).slice(7);
      let held = 0;
      const onProgress = (done: number): void => {
        log.progress({ task, done });
        if (done - held < holdEvery) return;
        held = done;
        holdHeap('reading');
      };
      try {
        const { mediaType, size } = layer;
        return await analyzeLayer(body, { mediaType, size, analyzers, onProgress });
      } finally {
        log.progress({ task, done: 0, finished: true });
      }
    },
  });
  holdHeap('judging');
  if (layerCache !== undefined) {
    for (const layer of namedOnce(set.images)) {
      const record = set.layers.get(layer.digest);
      if (record === undefined || cached.has(layer.digest)) continue;
      await layerCache.put(layer, await openAnalyzers(), record);
    }
  }
  if (set.images.length === 0) {
    const message = 'it leads to no image: its index is empty, or names attestations only';
    throw new ContentError(set.refusals[0] ?? { code: 'malformed', what: 'index', message });
  }
  return Promise.all(
    set.images.map(async (image) =>
      settled.has(image)
        ? { kind: 'settled', image, refusals: refusalsOf(set, image) }
        : joinLayers(set, image, await readNothing()),
    ),
  );
}

/** Distinct layers, but for those that images of the set call by different media types. */
function namedOnce(images: readonly Image[]): readonly LayerName[] {
  const named = new Map(images.flatMap(({ layers }) => layers).map((layer) => [layer.digest, layer]));
  const isOdd = (digest: Digest, mediaType: string): boolean => named.get(digest)?.mediaType !== mediaType;
  const odd = new Set(
    images
      .flatMap(({ layers }) => layers.filter((layer) => isOdd(layer.digest, layer.mediaType)))
      .map((layer) => layer.digest),
  );
  return [...named.values()].filter(({ digest }) => !odd.has(digest));
}

function joinLayers(set: ImageSet<LayerRecord>, image: Image, nothing: LayerRecord): ReadImage {
  const refusals = refusalsOf(set, image);
  const records = image.layers.map(({ digest }) => {
    const record = set.layers.get(digest);
    if (record === undefined && !refusals.some((refusal) => refusal.digest === digest)) {
      throw new Bug(`layer ${digest} was neither read nor refused`);
    }
    return record;
  });
  const read = records.filter((record) => record !== undefined);
  return {
    kind: 'read',
    image,
    view: squash(records.map((record) => record ?? nothing)),
    refusals,
    found: [...otherThanSaid(image, records), ...read.flatMap((record) => record.refusals)],
    isWhole: read.length === records.length,
    accounting: {
      parsed: sum(read, 'parsed'),
      notInteresting: sum(read, 'notInteresting'),
      refused: sum(read, 'refused'),
    },
  };
}

/** The record of an empty archive: stands in for a layer that was refused, so that the others keep their index. */
function readNothing(): Promise<LayerRecord> {
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  return analyzeLayer(
    (async function* () {
      yield Buffer.alloc(1024);
    })(),
    { mediaType, analyzers: [] },
  );
}

/**
 * The configuration names the plain tars. A node that already has a snapshot of that name does not unpack the blob, and
 * would run other bytes than were scanned.
 */
function otherThanSaid(image: Image, records: readonly (LayerRecord | undefined)[]): readonly Refusal[] {
  return image.layers.flatMap(({ digest, diffId }, index): Refusal[] => {
    const plain = records[index]?.plainDigest;
    if (plain === undefined || diffId === undefined || plain === diffId) return [];
    if (!diffId.startsWith('sha256:')) {
      const message = `the configuration names layer ${shortDigest(digest)} by ${diffId.slice(0, 6)}, which is not compared`;
      return [{ code: 'unsupported', what: 'layer', digest, message }];
    }
    const message = `layer ${shortDigest(digest)} holds ${shortDigest(plain)}, and the configuration says ${shortDigest(diffId)}`;
    return [{ code: 'digest-mismatch', what: 'layer', digest, message }];
  });
}

function sum(records: readonly LayerRecord[], what: keyof ScannedImage['accounting']): number {
  return records.reduce((total, record) => total + record.accounting[what], 0);
}
