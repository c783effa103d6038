// Reads every image of a reference once: verified layers in, records and views out.
import { analyzeLayer } from '../image/analyze-layer.ts';
import type { Analyzer } from '../image/analyzer.ts';
import type { LayerCache } from '../image/layer-cache.ts';
import type { LayerRecord } from '../image/layer-record.ts';
import { squash } from '../image/squash.ts';
import type { ImageView } from '../image/view.ts';
import { type ImageSource, refusalsOf } from '../oci/source.ts';
import { shortDigest } from '../terms/digest.ts';
import type { Image, Platform } from '../terms/image.ts';
import type { Log } from '../terms/ports.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import type { ScannedImage } from '../terms/verdict.ts';
import { holdYoungSpace } from './young-space.ts';

export interface ReadPorts {
  readonly log: Log;
  /** Undefined: every layer is read. */
  readonly layerCache: LayerCache | undefined;
}

export interface ReadImage {
  readonly image: Image;
  readonly view: ImageView;
  readonly refusals: readonly Refusal[];
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
  analyzers: readonly Analyzer[],
  ports: ReadPorts,
): Promise<readonly ReadImage[]> {
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
  analyzers: readonly Analyzer[],
  ports: ReadPorts,
): Promise<readonly ReadImage[]> {
  const { layerCache, log } = ports;
  const cached = new Set<string>();
  const set = await source.read<LayerRecord>({
    platforms,
    known: async (digest) => {
      const record = await layerCache?.get(digest, analyzers);
      if (record !== undefined) cached.add(digest);
      return record;
    },
    layer: async (layer, body) => {
      const task = layer.digest === undefined ? 'layer' : shortDigest(layer.digest).slice(7);
      let held = 0;
      const onProgress = (done: number): void => {
        log.progress({ task, done });
        if (done - held < holdEvery) return;
        held = done;
        holdYoungSpace();
      };
      try {
        return await analyzeLayer(body, { mediaType: layer.mediaType, analyzers, onProgress });
      } finally {
        log.progress({ task, done: 0, finished: true });
      }
    },
  });
  holdYoungSpace();
  if (layerCache !== undefined) {
    for (const [digest, record] of set.layers) {
      if (!cached.has(digest)) await layerCache.put(digest, analyzers, record);
    }
  }
  if (set.images.length === 0) {
    const message = 'it leads to no image: its index is empty, or names attestations only';
    throw new ContentError(set.refusals[0] ?? { code: 'malformed', what: 'index', message });
  }
  const nothing = await readNothing();
  return set.images.map((image) => {
    const records = image.layers.map((layer) => set.layers.get(layer.digest));
    const read = records.filter((record) => record !== undefined);
    return {
      image,
      view: squash(records.map((record) => record ?? nothing)),
      refusals: [
        ...refusalsOf(set, image),
        ...otherThanSaid(image, records),
        ...read.flatMap((record) => record.refusals),
      ],
      accounting: {
        parsed: sum(read, 'parsed'),
        notInteresting: sum(read, 'notInteresting'),
        refused: sum(read, 'refused'),
      },
    };
  });
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
