// What can be read from and written to, whether a registry's repository or a layout on disk.
import type { Digest } from '../terms/digest.ts';
import type { ContentStore } from './content-store.ts';
import type { Descriptor, WireDescriptor } from './descriptor.ts';
import type { Document } from './document.ts';

/** A blob to be written; its digest and size are checked on the way. */
export interface BlobContent {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Opens the content; again for a repeated attempt. */
  open(): AsyncIterable<Uint8Array>;
}

export interface ContentRepository extends ContentStore {
  /** For messages: `host/name` or a folder. */
  readonly name: string;
  /** What a tag or digest leads to; undefined when there is no such. */
  find(tagOrDigest: string): Promise<Descriptor | undefined>;
  /** A verified manifest by tag or digest; UserError `not-found`. */
  fetch(tagOrDigest: string): Promise<Document>;
  /** Every tag, sorted. */
  tags(): Promise<readonly string[]>;
  hasBlob(digest: Digest): Promise<boolean>;
  /** Writes a blob unless it is there; `from`: another repository of the same registry that may hold it. */
  putBlob(content: BlobContent, from?: string): Promise<void>;
  /** Writes a manifest under its digest and, if given, a tag, and reads it back. */
  putDocument(bytes: Uint8Array, mediaType: string, tag?: string): Promise<Descriptor>;
  /** Removes a manifest. */
  deleteDocument(digest: Digest): Promise<void>;
  /** Manifests whose `subject` is this one, sorted by digest. */
  referrers(subject: Digest, artifactType?: string): Promise<readonly WireDescriptor[]>;
  /**
   * Makes manifests that were written with a `subject` findable where the registry has no referrers API: one update of
   * the fallback index for all of them, read back until it holds them. `dropped` leave the index in the same update.
   */
  noteReferrers(
    subject: Digest,
    referrers: readonly WireDescriptor[],
    dropped?: readonly Digest[],
  ): Promise<void>;
}

/** Content from bytes in memory. */
export function blobOf(bytes: Uint8Array, digest: Digest): BlobContent {
  return {
    digest,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}
