// Where manifests and blobs are kept, as the readers of images see it: a registry's repository, a layout, an archive.
import type { Descriptor, WireDescriptor } from './descriptor.ts';
import type { Document } from './document.ts';

/** What a reference leads to. */
export interface Root {
  readonly document: Document;
  /** As the index that led to it states it, such as the platform. */
  readonly descriptor?: WireDescriptor;
}

export interface ContentStore {
  /** A manifest or index named by digest; verified. OutsideError or UserError when it is not there. */
  document(descriptor: Descriptor): Promise<Document>;
  /** A blob; it verifies itself and throws ContentError at its end. */
  blob(descriptor: Descriptor, what: string): AsyncIterable<Uint8Array>;
}
