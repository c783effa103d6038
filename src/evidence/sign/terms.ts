// What a signing run attaches, and what its certificate says: the caller's words, else the policy's, else defaults.
import type { CertificateTerms } from '../statements/certificate.ts';
import type { AttestationKind, SignatureFormat, SignSection } from './section.ts';

/** Who judged, where nobody says otherwise: what signs and what verifies agree on it. */
export const defaultVerifier = 'urn:seaworthy:gate';

/** What a caller may say beside the policy. */
export type SigningWords = Partial<CertificateTerms> & {
  readonly formats?: readonly SignatureFormat[];
  readonly attestations?: readonly AttestationKind[];
};

export interface SigningTerms {
  /** None: attestations alone. */
  readonly formats: readonly SignatureFormat[];
  readonly attestations: readonly AttestationKind[];
  readonly terms: CertificateTerms;
}

export function signingTerms(section: SignSection, words: SigningWords = {}): SigningTerms {
  const policyUri = words.policyUri ?? section.policyUri;
  const owner = words.owner ?? section.owner;
  const intendedUse = words.intendedUse ?? section.intendedUse;
  const { stage } = words;
  return {
    formats: words.formats ?? section.formats ?? ['legacy', 'bundle'],
    attestations: words.attestations ?? section.attest ?? ['certificate', 'cyclonedx', 'vulns'],
    terms: {
      verifier: words.verifier ?? section.verifier ?? defaultVerifier,
      ...(policyUri !== undefined && { policyUri }),
      ...(owner !== undefined && { owner }),
      ...(intendedUse !== undefined && { intendedUse }),
      ...(stage !== undefined && { stage }),
    },
  };
}
