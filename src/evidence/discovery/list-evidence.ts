// What is attached to an image: referrers (by API and fallback tag) and cosign's legacy tags.
import type { ContentRepository } from '../../oci/content-repository.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import type { Document } from '../../oci/document.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { type Digest, digestAlgorithm, digestHex } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import {
  bundleAnnotations,
  dsseMediaType,
  isBundleMediaType,
  legacyAnnotations,
  notationArtifactType,
  quarantineArtifactType,
  simpleSigningMediaType,
} from '../formats/media-types.ts';
import { notationFormat, type Piece } from './piece.ts';

export type EvidenceSource = Pick<ContentRepository, 'referrers' | 'fetch' | 'document' | 'blob' | 'name'>;

/** More than any honest image carries; the rest is not fetched (CVE-2023-33957, CVE-2023-46737: endless lists). */
export const pieceCeiling = 1000;

/** cosign 3 lists its bundles in the fallback index under their empty configuration's type: only the manifest tells. */
const untold: ReadonlySet<string> = new Set(['', mediaTypes.ociEmpty]);

/** What a manifest of this artifact type is; `listed`: the type is a listing's word, which may tell nothing. */
export function referrerPiece(manifest: WireDescriptor, listed = true): Piece {
  const type = manifest.artifactType ?? '';
  if (type === quarantineArtifactType) return { kind: 'quarantine', manifest };
  if (isBundleMediaType(type) || (listed && untold.has(type))) {
    const predicateType = manifest.annotations?.[bundleAnnotations.predicateType];
    return { kind: 'bundle', manifest, ...(predicateType !== undefined && { predicateType }) };
  }
  const format = type === notationArtifactType ? notationFormat : type || 'unnamed referrer';
  return { kind: 'foreign', manifest, format };
}

/** Referrers of an image. Two requests at a registry: its API, and the fallback tag that an older client may have left. */
export async function listReferring(source: EvidenceSource, subject: Digest): Promise<readonly Piece[]> {
  const listed = await source.referrers(subject);
  return listed.slice(0, pieceCeiling).map((manifest) => referrerPiece(manifest));
}

function legacyTag(subject: Digest, suffix: 'sig' | 'att'): string {
  return `${digestAlgorithm(subject)}-${digestHex(subject)}.${suffix}`;
}

/** What a tag leads to; undefined when nothing does, or not any more: other writers come and go meanwhile. */
export async function tagged(
  source: Pick<EvidenceSource, 'fetch'>,
  tag: string,
): Promise<Document | undefined> {
  try {
    return await source.fetch(tag);
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function legacyPiece(layer: WireDescriptor): Piece | undefined {
  const annotations = layer.annotations ?? {};
  if (layer.mediaType === simpleSigningMediaType) return { kind: 'legacy-signature', layer, annotations };
  if (layer.mediaType !== dsseMediaType) return undefined;
  const predicateType = annotations[legacyAnnotations.predicateType];
  return {
    kind: 'legacy-attestation',
    layer,
    annotations,
    ...(predicateType !== undefined && { predicateType }),
  };
}

/** Layers of cosign's `.sig` or `.att`: one request each. */
export async function listLegacy(
  source: EvidenceSource,
  subject: Digest,
  suffix: 'sig' | 'att',
): Promise<readonly Piece[]> {
  const document = await tagged(source, legacyTag(subject, suffix));
  if (document?.kind !== 'manifest') return [];
  return document.layers
    .slice(0, pieceCeiling)
    .map(legacyPiece)
    .filter((piece) => piece !== undefined);
}

/** Everything attached, of every format: four requests at a registry. For a look at all; `gatherEvidence` asks less. */
export async function listEvidence(source: EvidenceSource, subject: Digest): Promise<readonly Piece[]> {
  return [
    ...(await listReferring(source, subject)),
    ...(await listLegacy(source, subject, 'sig')),
    ...(await listLegacy(source, subject, 'att')),
  ];
}
