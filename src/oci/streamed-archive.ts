// A docker archive that comes as one stream: layers are handed over as they pass, small documents are kept.
import type { Digest } from '../terms/digest.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import { type ArchiveEntry, archiveEntries } from './archive-entries.ts';
import { noteEntry } from './archive-file.ts';
import { type Cursor, streamCursor } from './cursor.ts';
import { digestInName } from './docker-manifest.ts';
import { sniffCompression } from './inflate/compression.ts';
import { handOver } from './layer-pool.ts';
import { mediaTypes } from './media-types.ts';
import { plainLayer } from './plain-layer.ts';
import type { ReadRequest } from './source.ts';
import { documentCeiling } from './strict-json.ts';
import { digested, verified } from './verification.ts';

/** Documents of one archive are kept in memory up to this many bytes in all. */
const keptCeiling = 64 * 1024 * 1024;

export type PassedLayer<T> =
  | { readonly kind: 'read'; readonly diffId: Digest; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface PassedArchive<T> {
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
  readonly documents: ReadonlyMap<string, Buffer>;
  /** By path in the archive. */
  readonly layers: ReadonlyMap<string, PassedLayer<T>>;
}

/** Whether a file that starts so is a document to keep: text has no NUL, and every tar header has some. */
function isDocument(head: Buffer, size: number): boolean {
  return size <= documentCeiling && sniffCompression(head) === 'plain' && !head.includes(0);
}

/** Hands one layer over as its plain tar and learns its diff id; a digest in its name is checked too. */
export async function passLayer<T>(
  path: string,
  size: number,
  body: AsyncIterable<Uint8Array>,
  request: ReadRequest<T>,
): Promise<PassedLayer<T>> {
  const named = digestInName(path);
  const checked = named === undefined ? body : verified(body, { what: 'layer', digest: named, size });
  let hex = '';
  const plain = digested(plainLayer(checked), 'sha256', size, (found) => {
    hex = found;
  });
  try {
    const value = await handOver(request, { mediaType: mediaTypes.ociLayer, size }, plain);
    return { kind: 'read', diffId: `sha256:${hex}`, value };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { kind: 'refused', refusal: error.refusal };
  }
}

async function* after(head: Buffer, cursor: Cursor, rest: number) {
  yield head;
  yield* cursor.body(rest);
}

/**
 * Lets the whole archive pass. Memory: the documents and the layer's chunk at hand. ContentError where the archive
 * is damaged, and where a layer goes beyond a ceiling: the rest is not waited for.
 */
export async function passArchive<T>(
  stream: AsyncIterable<Uint8Array>,
  request: ReadRequest<T>,
): Promise<PassedArchive<T>> {
  const cursor = streamCursor(stream);
  const entries = new Map<string, ArchiveEntry>();
  const documents = new Map<string, Buffer>();
  const layers = new Map<string, PassedLayer<T>>();
  let kept = 0;
  for await (const entry of archiveEntries(cursor)) {
    request.signal?.throwIfAborted();
    noteEntry(entries, entry);
    if (entry.kind !== 'file') continue;
    const { path, size } = entry;
    const head = await cursor.take(Math.min(512, size));
    if (isDocument(head, size)) {
      kept += size;
      if (kept > keptCeiling) {
        const message = `the archive has more than ${keptCeiling} bytes of documents`;
        throw new ContentError({ code: 'ceiling', what: 'archive', message });
      }
      documents.set(path, Buffer.concat([head, await cursor.take(size - head.length)]));
      continue;
    }
    const named = digestInName(path);
    const known =
      named !== undefined && sniffCompression(head) === 'plain'
        ? await request.known(named, mediaTypes.ociLayer)
        : undefined;
    const layer: PassedLayer<T> =
      known !== undefined && named !== undefined
        ? { kind: 'read', diffId: named, value: known }
        : await passLayer(path, size, after(head, cursor, size - head.length), request);
    // What comes after it would come at the sender's pace, for as long as the sender likes.
    if (layer.kind === 'refused' && layer.refusal.code === 'ceiling') throw new ContentError(layer.refusal);
    layers.set(path, layer);
    if (entry.offset + size > cursor.position() && layer.kind === 'read' && known === undefined) {
      throw new ContentError({
        code: 'truncated',
        what: 'archive',
        message: `the archive ends within ${path}`,
      });
    }
  }
  return { entries, documents, layers };
}
