// Media types and annotations under which evidence is attached to images.

export const bundleMediaTypes = {
  v01: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  v02: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  v03: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  v03Legacy: 'application/vnd.dev.sigstore.bundle+json;version=0.3',
} as const;

const bundles: ReadonlySet<string> = new Set(Object.values(bundleMediaTypes));

export function isBundleMediaType(mediaType: string): boolean {
  return bundles.has(mediaType);
}

/** cosign's `.sig` layers (cosign specs/SIGNATURE_SPEC.md). */
export const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
/** cosign's `.att` layers. */
export const dsseMediaType = 'application/vnd.dsse.envelope.v1+json';
/** The only payload that an envelope may carry here. */
export const inTotoMediaType = 'application/vnd.in-toto+json';
/** Notary Project signatures; present, not evaluated. */
export const notationArtifactType = 'application/vnd.cncf.notary.signature';

/** Annotations of cosign's legacy layers. */
export const legacyAnnotations = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
  predicateType: 'predicateType',
} as const;

/** Annotations of a bundle's manifest, pulled up into its listing. */
export const bundleAnnotations = {
  content: 'dev.sigstore.bundle.content',
  predicateType: 'dev.sigstore.bundle.predicateType',
  created: 'org.opencontainers.image.created',
  stage: 'dev.seaworthy.stage',
} as const;

/** BuildKit's attestation manifests inside an index. */
export const buildKitAnnotations = {
  type: 'vnd.docker.reference.type',
  subject: 'vnd.docker.reference.digest',
  predicateType: 'in-toto.io/predicate-type',
} as const;

/** Artifact type of the mark by which an owner takes an image out of use; its presence in the listing refuses. */
export const quarantineArtifactType = 'application/vnd.seaworthy.quarantine.v1+json';
