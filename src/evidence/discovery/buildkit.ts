// Statements that BuildKit puts into an index beside its images: unsigned, so named and never believed.
import type { IndexDocument } from '../../oci/document.ts';
import type { Digest } from '../../terms/digest.ts';
import { buildKitAnnotations, inTotoMediaType } from '../formats/media-types.ts';
import type { EvidenceSource } from './list-evidence.ts';
import type { Piece } from './piece.ts';

/** One request for each attestation manifest of the platform image `subject` in `index`. */
export async function listBuildKit(
  source: EvidenceSource,
  index: IndexDocument,
  subject: Digest,
): Promise<readonly Piece[]> {
  const entries = index.manifests.filter(
    ({ annotations }) =>
      annotations?.[buildKitAnnotations.type] === 'attestation-manifest' &&
      annotations[buildKitAnnotations.subject] === subject,
  );
  const pieces: Piece[] = [];
  for (const entry of entries) {
    const document = await source.document(entry);
    if (document.kind !== 'manifest') continue;
    for (const layer of document.layers) {
      if (layer.mediaType !== inTotoMediaType) continue;
      const predicateType = layer.annotations?.[buildKitAnnotations.predicateType];
      pieces.push({ kind: 'unsigned', layer, ...(predicateType !== undefined && { predicateType }) });
    }
  }
  return pieces;
}
