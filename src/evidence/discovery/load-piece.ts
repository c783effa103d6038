// Fetches what a piece needs to be judged: one request for our own bundles (inlined in `data`), two for others'.
import { readWhole } from '../../http/chunks.ts';
import type { WireDescriptor } from '../../oci/descriptor.ts';
import { referrerEntry } from '../../oci/referrer-entry.ts';
import { verifyBytes } from '../../oci/verification.ts';
import type { Digest } from '../../terms/digest.ts';
import { ContentError } from '../../terms/refusal.ts';
import { bundleCeiling } from '../formats/bundle.ts';
import { bundleAnnotations, isBundleMediaType } from '../formats/media-types.ts';
import { payloadCeiling } from '../formats/simple-signing.ts';
import { type Rejected, rejected } from '../verify/rejection.ts';
import { type EvidenceSource, referrerPiece } from './list-evidence.ts';
import type { Piece } from './piece.ts';

/** A piece with its bytes, or why they cannot be had. */
export interface Loaded {
  readonly piece: Piece;
  /** Bundle, signed payload, envelope or statement; empty for what is not fetched. */
  readonly bytes: Uint8Array;
  readonly failure?: Rejected;
}

async function contentOf(
  source: EvidenceSource,
  descriptor: WireDescriptor,
  ceiling: number,
): Promise<Uint8Array> {
  const { digest, size, data } = descriptor;
  const refuse = (): ContentError =>
    new ContentError({
      code: 'ceiling',
      what: 'evidence',
      digest,
      message: `has more than ${ceiling} bytes`,
    });
  if (size > ceiling) throw refuse();
  if (data === undefined) return readWhole(source.blob(descriptor, 'evidence'), ceiling, refuse);
  const bytes = Buffer.from(data, 'base64');
  // image-spec descriptor.md: embedded content must be what the digest and size say.
  verifyBytes(bytes, { what: 'evidence', digest, size });
  return bytes;
}

const none = new Uint8Array();

async function loadReferrer(
  source: EvidenceSource,
  piece: Extract<Piece, { kind: 'bundle' }>,
  subject: Digest,
  wanted: (predicateType: string | undefined) => boolean,
): Promise<Loaded | undefined> {
  const { manifest } = piece;
  const document = await source.document(manifest);
  const malformed = (message: string): ContentError =>
    new ContentError({ code: 'malformed', what: 'evidence', digest: manifest.digest, message });
  if (document.kind !== 'manifest') throw malformed('the referrer is an index');
  // A listing may say anything; the manifest itself must name its subject (CVE-2023-33959).
  if (document.subject?.digest !== subject) throw malformed('the referrer is attached to another image');
  const told = referrerPiece(referrerEntry(document), false);
  if (told.kind !== 'bundle') return { piece: told, bytes: none };
  const [layer, more] = document.layers;
  if (layer === undefined || more !== undefined || !isBundleMediaType(layer.mediaType)) {
    throw malformed('the referrer does not hold exactly one bundle');
  }
  if (!wanted(document.annotations[bundleAnnotations.predicateType])) return undefined;
  return { piece, bytes: await contentOf(source, layer, bundleCeiling) };
}

/**
 * Content that is not what its digest says, or too large, is a failure of that piece; a registry that does not answer
 * leaves as OutsideError. `wanted` decides by predicate type whether a bundle's content is fetched; undefined: not.
 */
export async function loadPiece(
  source: EvidenceSource,
  piece: Piece,
  subject: Digest,
  wanted: (predicateType: string | undefined) => boolean = () => true,
): Promise<Loaded | undefined> {
  try {
    switch (piece.kind) {
      case 'bundle':
        return await loadReferrer(source, piece, subject, wanted);
      case 'legacy-signature':
        return { piece, bytes: await contentOf(source, piece.layer, payloadCeiling) };
      case 'legacy-attestation':
      case 'unsigned':
        return { piece, bytes: await contentOf(source, piece.layer, bundleCeiling) };
      case 'quarantine':
      case 'foreign':
        return { piece, bytes: none };
    }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const code = error.refusal.code === 'ceiling' ? 'ceiling' : 'malformed';
    return { piece, bytes: none, failure: rejected(code, error.message) };
  }
}
