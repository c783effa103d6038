// The OCI manifest by which a bundle refers to its image (image-spec §subject, sigstore bundle in OCI).
import type { Descriptor, WireDescriptor } from '../../oci/descriptor.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { digestOf } from '../../oci/verification.ts';
import { bundleAnnotations, bundleMediaTypes } from '../formats/media-types.ts';
import type { Claim } from '../statements/statement.ts';

export const emptyConfig = Buffer.from('{}');

/** Above this a bundle is not repeated inside its manifest: registries refuse manifests of more than 4 MiB. */
const inlineCeiling = 512 * 1024;

export interface BundleManifest {
  readonly bytes: Buffer;
  /** As it is listed among the referrers. */
  readonly entry: WireDescriptor;
  readonly bundle: Buffer;
  readonly predicateType: string;
}

/** The bundle stands in the layer's `data` too, so that a reader of the manifest needs no second request. */
export function bundleManifest(
  subject: Descriptor,
  bundle: Buffer,
  { predicateType, stage }: Pick<Claim, 'predicateType' | 'stage'>,
  created: Date,
): BundleManifest {
  const annotations = {
    [bundleAnnotations.content]: 'dsse-envelope',
    [bundleAnnotations.predicateType]: predicateType,
    [bundleAnnotations.created]: created.toISOString(),
    ...(stage !== undefined && { [bundleAnnotations.stage]: stage }),
  };
  const { mediaType, digest, size } = subject;
  const artifactType = bundleMediaTypes.v03;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType,
      config: {
        mediaType: mediaTypes.ociEmpty,
        digest: digestOf(emptyConfig),
        size: emptyConfig.length,
        data: emptyConfig.toString('base64'),
      },
      layers: [
        {
          mediaType: artifactType,
          digest: digestOf(bundle),
          size: bundle.length,
          ...(bundle.length <= inlineCeiling && { data: bundle.toString('base64') }),
        },
      ],
      subject: { mediaType, digest, size },
      annotations,
    }),
  );
  const head = { mediaType: mediaTypes.ociManifest, digest: digestOf(bytes), size: bytes.length };
  return { bytes, bundle, predicateType, entry: { ...head, artifactType, annotations } };
}
