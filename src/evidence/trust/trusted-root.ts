// The keys and certificates that are believed: authorities, logs, timestamping (sigstore `trusted_root.json`).
import { TrustedRoot as RootMessage } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { UserError } from '../../terms/errors.ts';

/** Where a trusted root came from, for messages and the age warning. */
export type RootOrigin =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tuf'; readonly mirror: string }
  | { readonly kind: 'shipped'; readonly version: string };

export interface TrustedRoot {
  readonly origin: RootOrigin;
  /** Without the finder of keys, which each judgement brings. */
  readonly material: Omit<TrustMaterial, 'publicKey'>;
  readonly message: RootMessage;
}

/** Bytes. */
const rootCeiling = 1024 * 1024;

/**
 * A validity without a start would be one from the beginning of time: `TimeRange.start` is required
 * (sigstore_common.proto), and an instance without it is not believed.
 */
function withStart<T>(
  instances: readonly T[],
  validity: (instance: T) => { start?: Date | undefined } | undefined,
): T[] {
  return instances.filter((instance) => validity(instance)?.start !== undefined);
}

/** Parses `trusted_root.json`; UserError `policy` with where it came from. */
export function parseTrustedRoot(bytes: Uint8Array, origin: RootOrigin): TrustedRoot {
  const name = origin.kind === 'file' ? origin.path : origin.kind;
  try {
    const root = RootMessage.fromJSON(parseStrictJson(bytes, { what: 'trusted root', bytes: rootCeiling }));
    const message: RootMessage = {
      ...root,
      tlogs: withStart(root.tlogs, (log) => log.publicKey?.validFor),
      ctlogs: withStart(root.ctlogs, (log) => log.publicKey?.validFor),
      certificateAuthorities: withStart(root.certificateAuthorities, (authority) => authority.validFor),
      timestampAuthorities: withStart(root.timestampAuthorities, (authority) => authority.validFor),
    };
    const { certificateAuthorities, timestampAuthorities, tlogs, ctlogs } = toTrustMaterial(message);
    return { origin, message, material: { certificateAuthorities, timestampAuthorities, tlogs, ctlogs } };
  } catch (cause) {
    throw new UserError(
      'policy',
      `the trusted root (${name}) cannot be read`,
      'Give a trusted_root.json as `cosign trusted-root create` or a TUF repository makes it.',
      { cause },
    );
  }
}
