// A policy as a list of uses: what each piece of evidence is held against.
import type { Piece } from '../discovery/piece.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import type { ImagePolicy, SignerRequirement } from './image-policy.ts';
import type { Wanted } from './judge-piece.ts';

/** One requirement of a policy, in the form in which pieces are held against it. */
export interface Use {
  readonly name: string;
  /** Of a bundle that fulfils it. */
  readonly predicateType: string;
  readonly wanted: Wanted;
  readonly threshold: number;
  readonly certificate?: ImagePolicy['certificate'];
}

const signatureUse = 'signature';

function signerUse(name: string, requirement: SignerRequirement, predicateType: string | undefined): Use {
  const { by, threshold, maxAge } = requirement;
  const age = maxAge === undefined ? {} : { maxAge };
  const wanted: Wanted =
    predicateType === undefined
      ? { kind: 'signature', by, ...age }
      : { kind: 'attestation', predicateType, by, ...age };
  const type = predicateType ?? predicateTypes.cosignSignature;
  return { name, predicateType: type, wanted, threshold: Math.max(1, threshold) };
}

export function usesOf(policy: ImagePolicy): readonly Use[] {
  const { signatures, attestations, certificate } = policy;
  const uses: Use[] = [];
  if (signatures !== undefined) uses.push(signerUse(signatureUse, signatures, undefined));
  for (const one of attestations ?? []) uses.push(signerUse(one.predicateType, one, one.predicateType));
  if (certificate !== undefined) {
    const requirement = { by: certificate.by, threshold: 1 };
    uses.push({ ...signerUse('certificate', requirement, predicateTypes.vsa), certificate });
  }
  return uses;
}

/** Whether a piece of this stated type may be what the use asks for; an unstated type may be any. */
export function fits(use: Use, piece: Piece, predicateType: string | undefined): boolean {
  const { wanted } = use;
  switch (piece.kind) {
    case 'legacy-signature':
      return wanted.kind === 'signature';
    case 'legacy-attestation':
    case 'unsigned':
      return (
        wanted.kind === 'attestation' &&
        (predicateType === undefined || predicateType === wanted.predicateType)
      );
    case 'bundle':
      return predicateType === undefined || predicateType === use.predicateType;
    case 'quarantine':
    case 'foreign':
      return false;
  }
}
