// Data: what each verifier reads. Facts of the versions named; sources: docs/decisions/0102-who-sees-signatures.md.

export interface Sight {
  readonly sees: 'yes' | 'no' | 'with settings';
  readonly why: string;
}

/** In which forms something is attached; `anyBundle`: of whatever kind. */
export interface Attachment {
  readonly legacy: boolean;
  readonly bundle: boolean;
  readonly anyBundle: boolean;
}

type Look = (attached: Attachment) => Sight;

export interface Verifier {
  readonly verifier: string;
  readonly signature: Look;
  readonly attestations: Look;
}

const absent: Sight = { sees: 'no', why: 'nothing is attached that it reads' };
const overlooked: Sight = {
  sees: 'no',
  why: 'looks only at bundles once one is attached; write a bundle too',
};

function bySetting(tag: string, settings: string): Look {
  return ({ legacy, bundle }) => {
    if (legacy) return { sees: 'yes', why: `reads the ${tag} tag` };
    return bundle
      ? {
          sees: 'with settings',
          why: `reads keyless bundles with ${settings}; by a key, only the ${tag} tag`,
        }
      : absent;
  };
}

function legacyOnly(how: string): Look {
  return ({ legacy, bundle }) => {
    if (legacy) return { sees: 'yes', why: how };
    return bundle ? { sees: 'no', why: 'reads no bundles; sign as legacy too' } : absent;
  };
}

const none: Look = () => ({ sees: 'no', why: 'reads no attestations' });

function cosign2(tag: string): Look {
  return ({ legacy, bundle }) => {
    if (legacy) return { sees: 'yes', why: `reads the ${tag} tag` };
    return bundle ? { sees: 'with settings', why: 'reads bundles only with --new-bundle-format' } : absent;
  };
}

function cosign26(tag: string): Look {
  return ({ legacy, bundle, anyBundle }) => {
    const why = 'needs --trusted-root even for --key once a bundle is attached';
    if (bundle) return { sees: 'with settings', why };
    if (legacy && anyBundle) return overlooked;
    return legacy ? { sees: 'yes', why: `reads the ${tag} tag` } : absent;
  };
}

function cosign3(tag: string): Look {
  return ({ legacy, bundle, anyBundle }) => {
    if (bundle) return { sees: 'yes', why: 'reads bundles' };
    if (legacy && anyBundle) return overlooked;
    return legacy ? { sees: 'yes', why: `falls back to the ${tag} tag while no bundle is attached` } : absent;
  };
}

export const verifiers: readonly Verifier[] = [
  { verifier: 'cosign 2 (to 2.5)', signature: cosign2('.sig'), attestations: cosign2('.att') },
  { verifier: 'cosign 2.6', signature: cosign26('.sig'), attestations: cosign26('.att') },
  { verifier: 'cosign 3', signature: cosign3('.sig'), attestations: cosign3('.att') },
  {
    verifier: 'Kyverno',
    signature: bySetting('.sig', 'type: SigstoreBundle'),
    attestations: bySetting('.att', 'type: SigstoreBundle'),
  },
  {
    verifier: 'policy-controller',
    signature: bySetting('.sig', 'signatureFormat: bundle'),
    attestations: bySetting('.att', 'signatureFormat: bundle'),
  },
  { verifier: 'Connaisseur', signature: legacyOnly('reads the .sig tag'), attestations: none },
  {
    verifier: 'podman',
    signature: legacyOnly('reads the .sig tag with use-sigstore-attachments'),
    attestations: none,
  },
];
