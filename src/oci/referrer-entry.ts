// The descriptor by which a manifest is listed among the referrers of its subject.
import type { WireDescriptor } from './descriptor.ts';
import type { Document } from './document.ts';

/** image-spec descriptor of a referrer: its artifactType is its own, or its configuration's media type. */
export function referrerEntry(document: Document): WireDescriptor {
  const config = document.kind === 'manifest' ? document.config.mediaType : undefined;
  const artifactType = document.artifactType ?? config;
  return {
    mediaType: document.mediaType,
    digest: document.digest,
    size: document.bytes.length,
    ...(artifactType !== undefined && { artifactType }),
    ...(Object.keys(document.annotations).length > 0 && { annotations: { ...document.annotations } }),
  };
}

/** Those of one artifact type, each once, in order of digest. */
export function selectReferrers(
  entries: readonly WireDescriptor[],
  artifactType: string | undefined,
): readonly WireDescriptor[] {
  const distinct = [...new Map(entries.map((entry) => [entry.digest, entry])).values()];
  return distinct
    .filter((entry) => artifactType === undefined || entry.artifactType === artifactType)
    .sort((one, other) => (one.digest < other.digest ? -1 : 1));
}
