// A repository in memory that counts what a registry would be asked.
import type { EvidenceSource } from '../../../src/evidence/discovery/list-evidence.ts';
import { blobOf, type ContentRepository } from '../../../src/oci/content-repository.ts';
import type { WireDescriptor } from '../../../src/oci/descriptor.ts';
import { type Document, parseDocument } from '../../../src/oci/document.ts';
import { referrerEntry } from '../../../src/oci/referrer-entry.ts';
import { digestOf, verified } from '../../../src/oci/verification.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { UserError } from '../../../src/terms/errors.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export interface MemorySource extends EvidenceSource {
  /** What was asked, in order; a listing of referrers is two requests at a registry. */
  readonly asked: string[];
  blobOf(bytes: Uint8Array, mediaType: string, more?: Partial<WireDescriptor>): WireDescriptor;
  /** Adds a manifest; listed when it has a subject, or under a tag. */
  add(manifest: Record<string, unknown>, tag?: string, shown?: boolean): WireDescriptor;
  /** Lists a descriptor that was not made by `add`. */
  list(subject: Digest, entry: WireDescriptor): void;
  /** Writes everything into a real repository, fallback index included. */
  copyTo(repository: ContentRepository): Promise<void>;
}

export function memorySource(): MemorySource {
  const blobs = new Map<string, Uint8Array>();
  const documents = new Map<string, Document>();
  const listed: { subject: Digest; entry: WireDescriptor }[] = [];
  const asked: string[] = [];
  const found = (name: string): Document => {
    const document = documents.get(name);
    if (document === undefined) throw new UserError('not-found', `no ${name}`, 'Look elsewhere.');
    return document;
  };
  return {
    asked,
    name: 'memory',
    async referrers(subject) {
      asked.push('referrers', 'fallback tag');
      return listed.filter((one) => one.subject === subject).map(({ entry }) => entry);
    },
    async fetch(name) {
      asked.push(`tag ${name.slice(name.lastIndexOf('.') + 1)}`);
      return found(name);
    },
    async document(descriptor) {
      asked.push('manifest');
      return found(descriptor.digest);
    },
    blob(descriptor, what) {
      asked.push('blob');
      const bytes = blobs.get(descriptor.digest) ?? Buffer.alloc(0);
      return verified(
        (async function* () {
          yield bytes;
        })(),
        { what, digest: descriptor.digest, size: descriptor.size },
      );
    },
    blobOf(bytes, mediaType, more = {}) {
      const digest = digestOf(bytes);
      blobs.set(digest, bytes);
      return { mediaType, digest, size: bytes.length, ...more };
    },
    add(manifest, tag, shown = true) {
      const full = { schemaVersion: 2, mediaType: manifestType, ...manifest };
      const bytes = Buffer.from(JSON.stringify(full));
      const document = parseDocument(bytes, digestOf(bytes), manifestType);
      documents.set(document.digest, document);
      if (tag !== undefined) documents.set(tag, document);
      const entry = referrerEntry(document);
      if (document.subject !== undefined && shown) listed.push({ subject: document.subject.digest, entry });
      return entry;
    },
    list(subject, entry) {
      listed.push({ subject, entry });
    },
    async copyTo(repository) {
      for (const bytes of blobs.values()) await repository.putBlob(blobOf(bytes, digestOf(bytes)));
      await repository.putBlob(blobOf(Buffer.from('{}'), digestOf(Buffer.from('{}'))));
      for (const [name, { bytes, mediaType }] of documents) {
        await repository.putDocument(Buffer.from(bytes), mediaType, name.includes(':') ? undefined : name);
      }
      for (const subject of new Set(listed.map((one) => one.subject))) {
        const entries = listed.filter((one) => one.subject === subject).map(({ entry }) => entry);
        await repository.noteReferrers(subject, entries);
      }
    },
  };
}
