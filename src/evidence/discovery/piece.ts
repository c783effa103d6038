// One piece of evidence as a listing shows it, before anything of it is fetched or believed.
import type { WireDescriptor } from '../../oci/descriptor.ts';
import type { Annotations } from '../formats/legacy-material.ts';

/** What a Notary Project signature is called. */
export const notationFormat = 'Notation signature';

export type Piece =
  /** A sigstore bundle as referrer; `predicateType` where the listing states it. */
  | { readonly kind: 'bundle'; readonly manifest: WireDescriptor; readonly predicateType?: string }
  /** A layer of cosign's `.sig`. */
  | { readonly kind: 'legacy-signature'; readonly layer: WireDescriptor; readonly annotations: Annotations }
  /** A layer of cosign's `.att`. */
  | {
      readonly kind: 'legacy-attestation';
      readonly layer: WireDescriptor;
      readonly annotations: Annotations;
      readonly predicateType?: string;
    }
  /** A statement without signature, as BuildKit writes it. */
  | { readonly kind: 'unsigned'; readonly layer: WireDescriptor; readonly predicateType?: string }
  /** An owner's mark that the image must not be used. */
  | { readonly kind: 'quarantine'; readonly manifest: WireDescriptor }
  /** Present, not evaluated: Notation signatures and whatever else refers to the image. */
  | { readonly kind: 'foreign'; readonly manifest: WireDescriptor; readonly format: string };

/** What a message calls it. */
export function pieceName(piece: Piece): string {
  switch (piece.kind) {
    case 'bundle':
      return `bundle ${piece.manifest.digest}`;
    case 'legacy-signature':
      return `cosign signature ${piece.layer.digest}`;
    case 'legacy-attestation':
      return `cosign attestation ${piece.layer.digest}`;
    case 'unsigned':
      return `unsigned statement ${piece.layer.digest}`;
    case 'quarantine':
      return `quarantine mark ${piece.manifest.digest}`;
    case 'foreign':
      return `${piece.format} ${piece.manifest.digest}`;
  }
}
