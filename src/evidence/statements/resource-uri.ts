// The URI by which certificates name an image.

/** `pkg:oci/NAME?repository_url=REGISTRY/PATH/NAME` (purl-spec types/oci): no version, the digest is the subject's. */
export function resourceUri(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return `pkg:oci/${encodeURIComponent(last)}?repository_url=${encodeURI(name)}`;
}
