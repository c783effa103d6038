// Which verifiers see what is attached to an image.
import type { Piece } from '../discovery/piece.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { type Attachment, type Sight, verifiers } from './verifiers.ts';

export interface Visibility extends Sight {
  readonly verifier: string;
  readonly of: 'signature' | 'attestations';
}

/** Pure; one row for each verifier in a fixed order: the signature, then attestations. */
export function visibility(pieces: readonly Piece[]): readonly Visibility[] {
  const bundles = pieces.filter((piece) => piece.kind === 'bundle');
  const signing = ({ predicateType }: { readonly predicateType?: string }): boolean =>
    predicateType === predicateTypes.cosignSignature;
  const anyBundle = bundles.length > 0;
  const signature: Attachment = {
    legacy: pieces.some(({ kind }) => kind === 'legacy-signature'),
    bundle: bundles.some(signing),
    anyBundle,
  };
  const attestations: Attachment = {
    legacy: pieces.some(({ kind }) => kind === 'legacy-attestation'),
    bundle: bundles.some((piece) => !signing(piece)),
    anyBundle,
  };
  return [
    ...verifiers.map((one) => ({
      verifier: one.verifier,
      of: 'signature' as const,
      ...one.signature(signature),
    })),
    ...verifiers.map((one) => ({
      verifier: one.verifier,
      of: 'attestations' as const,
      ...one.attestations(attestations),
    })),
  ];
}
