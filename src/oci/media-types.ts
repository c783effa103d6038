// Media types of manifests, configurations and layers (image-spec media-types.md, Docker manifest v2 schema 2).

export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar',
  ociLayerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ociLayerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  inToto: 'application/vnd.in-toto+json',
} as const;

export type DocumentKind = 'index' | 'manifest' | 'schema1';

const documents: ReadonlyMap<string, DocumentKind> = new Map([
  [mediaTypes.ociIndex, 'index'],
  [mediaTypes.dockerList, 'index'],
  [mediaTypes.ociManifest, 'manifest'],
  [mediaTypes.dockerManifest, 'manifest'],
  ['application/vnd.docker.distribution.manifest.v1+json', 'schema1'],
  ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'schema1'],
]);

/** What a manifest's media type says it is; undefined for anything else. */
export function documentKind(mediaType: string): DocumentKind | undefined {
  return documents.get(mediaType);
}

/** Value of `Accept` for manifests; schema 1 is not asked for. */
export const manifestAccept = [...documents]
  .filter(([, kind]) => kind !== 'schema1')
  .map(([type]) => type)
  .join(', ');

export function isImageConfig(mediaType: string): boolean {
  return mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig;
}

export type LayerKind = 'tar' | 'gzip' | 'zstd';

const layers: ReadonlyMap<string, { readonly kind: LayerKind; readonly foreign: boolean }> = new Map([
  [mediaTypes.ociLayer, { kind: 'tar', foreign: false }],
  [mediaTypes.ociLayerGzip, { kind: 'gzip', foreign: false }],
  [mediaTypes.ociLayerZstd, { kind: 'zstd', foreign: false }],
  ['application/vnd.docker.image.rootfs.diff.tar', { kind: 'tar', foreign: false }],
  [mediaTypes.dockerLayerGzip, { kind: 'gzip', foreign: false }],
  ['application/vnd.docker.image.rootfs.diff.tar.zstd', { kind: 'zstd', foreign: false }],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar', { kind: 'tar', foreign: true }],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', { kind: 'gzip', foreign: true }],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+zstd', { kind: 'zstd', foreign: true }],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar', { kind: 'tar', foreign: true }],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', { kind: 'gzip', foreign: true }],
]);

/** How a layer is packed, and whether its registry may lack it; undefined for a type that is no layer. */
export function layerKind(
  mediaType: string,
): { readonly kind: LayerKind; readonly foreign: boolean } | undefined {
  return layers.get(mediaType);
}
