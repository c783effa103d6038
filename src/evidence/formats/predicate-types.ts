// The predicate types that are known by name.

export const predicateTypes = {
  vsa: 'https://slsa.dev/verification_summary/v1',
  provenance: 'https://slsa.dev/provenance/v1',
  provenance02: 'https://slsa.dev/provenance/v0.2',
  cyclonedx: 'https://cyclonedx.org/bom',
  spdx: 'https://spdx.dev/Document',
  vulnerabilities: 'https://in-toto.io/attestation/vulns/v0.2',
  cosignVulnerabilities: 'https://cosign.sigstore.dev/attestation/vuln/v1',
  cosignSignature: 'https://sigstore.dev/cosign/sign/v1',
} as const;

export type KnownPredicate = keyof typeof predicateTypes;

/** A predicate type is a URI with a scheme (in-toto attestation v1, `TypeURI`). */
export function isPredicateType(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(text);
}
