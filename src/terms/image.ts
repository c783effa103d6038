// An image as the rest of the code speaks of it, whatever it was read from.
import type { Digest } from './digest.ts';

/** OCI image-spec image-index.md §platform. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export function platformName(platform: Platform): string {
  const base = `${platform.os}/${platform.architecture}`;
  return platform.variant === undefined ? base : `${base}/${platform.variant}`;
}

/** One layer as its image names it. */
export interface Layer {
  /** What the manifest names: the blob's digest; for archives without one, the digest of the plain tar. */
  readonly digest: Digest;
  readonly mediaType: string;
  /** Bytes of the blob, where stated. */
  readonly size?: number;
  /** Digest of the plain tar, from the configuration's `rootfs.diff_ids`. */
  readonly diffId?: Digest;
  /** History entry that made it (`created_by`), untrusted. */
  readonly createdBy?: string;
}

export interface HistoryEntry {
  readonly createdBy?: string;
  readonly created?: string;
  readonly comment?: string;
  /** Who made the layer, in the words of what did (`author`); untrusted. */
  readonly author?: string;
  readonly emptyLayer: boolean;
}

/** The image configuration, parsed (image-spec config.md). */
export interface ImageConfig {
  readonly created?: string;
  readonly user?: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir?: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly healthcheck?: readonly string[];
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly Digest[];
}

/** One image for one platform. */
export interface Image {
  /** The reference the user gave, with the platform where it came from an index. */
  readonly reference: string;
  /** Digest of this platform's manifest; for an archive without a manifest, of its configuration. */
  readonly digest: Digest;
  /** Digest of the index it was chosen from. */
  readonly indexDigest?: Digest;
  readonly platform: Platform;
  readonly config: ImageConfig;
  readonly configDigest: Digest;
  readonly layers: readonly Layer[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Manifests of its index that hold statements about it, as BuildKit writes them; absent where there are none. */
  readonly attestations?: readonly {
    readonly mediaType: string;
    readonly digest: Digest;
    readonly size: number;
  }[];
}
