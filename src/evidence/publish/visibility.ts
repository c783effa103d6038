// Which verifiers see what is attached to an image.

import type { Piece } from '../discovery/piece.ts';
import { predicateTypes } from '../formats/predicate-types.ts';

export interface Visibility {
  readonly verifier: string;
  readonly sees: 'yes' | 'no' | 'with settings';
  readonly why: string;
}

type Seen = { readonly legacy: boolean; readonly bundle: boolean; readonly anyBundle: boolean };

/** Facts of the versions named; each row is true of what is attached now. Sources: docs/decisions/0102-who-sees-signatures.md. */
const verifiers: readonly { readonly verifier: string; look(seen: Seen): Omit<Visibility, 'verifier'> }[] = [
  {
    verifier: 'cosign 2 (to 2.5)',
    look: ({ legacy, bundle }) => {
      if (legacy) return { sees: 'yes', why: 'reads the .sig tag' };
      return bundle
        ? { sees: 'with settings', why: 'reads bundles only with --new-bundle-format' }
        : unsigned;
    },
  },
  {
    verifier: 'cosign 2.6',
    look: ({ legacy, bundle, anyBundle }) => {
      if (bundle)
        return {
          sees: 'with settings',
          why: 'needs --trusted-root even for --key once a bundle is attached',
        };
      if (legacy && anyBundle)
        return { sees: 'no', why: 'looks only at bundles once one is attached; sign as bundle too' };
      return legacy ? { sees: 'yes', why: 'reads the .sig tag' } : unsigned;
    },
  },
  {
    verifier: 'cosign 3',
    look: ({ legacy, bundle, anyBundle }) => {
      if (bundle) return { sees: 'yes', why: 'reads bundles' };
      if (legacy && anyBundle)
        return { sees: 'no', why: 'looks only at bundles once one is attached; sign as bundle too' };
      return legacy
        ? { sees: 'yes', why: 'falls back to the .sig tag while no bundle is attached' }
        : unsigned;
    },
  },
  { verifier: 'Kyverno', look: bySetting('type: SigstoreBundle') },
  { verifier: 'policy-controller', look: bySetting('signatureFormat: bundle') },
  { verifier: 'Connaisseur', look: legacyOnly('reads the .sig tag') },
  { verifier: 'podman', look: legacyOnly('reads the .sig tag with use-sigstore-attachments') },
];

const unsigned = { sees: 'no', why: 'no signature is attached' } as const;

function bySetting(setting: string) {
  return ({ legacy, bundle }: Seen): Omit<Visibility, 'verifier'> => {
    if (legacy) return { sees: 'yes', why: 'reads the .sig tag' };
    return bundle
      ? { sees: 'with settings', why: `reads keyless bundles with ${setting}; by a key, sign as legacy too` }
      : unsigned;
  };
}

function legacyOnly(how: string) {
  return ({ legacy, bundle }: Seen): Omit<Visibility, 'verifier'> => {
    if (legacy) return { sees: 'yes', why: how };
    return bundle ? { sees: 'no', why: 'reads no bundles; sign as legacy too' } : unsigned;
  };
}

/** Pure; one row for each verifier, in a fixed order. */
export function visibility(pieces: readonly Piece[]): readonly Visibility[] {
  const bundles = pieces.filter((piece) => piece.kind === 'bundle');
  const seen = {
    legacy: pieces.some(({ kind }) => kind === 'legacy-signature'),
    bundle: bundles.some(({ predicateType }) => predicateType === predicateTypes.cosignSignature),
    anyBundle: bundles.length > 0,
  };
  return verifiers.map(({ verifier, look }) => ({ verifier, ...look(seen) }));
}
